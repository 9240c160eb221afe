import { rm } from 'node:fs/promises'
import { test } from '@playwright/test'
import { copyKnownHome } from './known-home.ts'
import { launch, quit, type Running } from './launch.ts'

/**
 * Starts the program once for all tests of a file, which leave it as they found it; after a failure the next test gets a
 * new one. Returns what runs. An error that nobody caught in the page fails the test in which it was thrown.
 */
export function startOnce(): () => Running {
  let running: Running | null = null
  const problems: string[] = []
  test.beforeAll(async () => {
    running = await launch({ home: await copyKnownHome() })
    running.page.on('pageerror', (error) => problems.push(String(error)))
  })
  test.afterEach(async ({}, info) => {
    if (info.status !== info.expectedStatus) {
      await running?.page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined)
    }
    test.expect(problems.splice(0)).toEqual([])
  })
  test.afterAll(async () => {
    if (running === null) return
    await quit(running)
    await rm(running.home, { recursive: true, force: true, maxRetries: 5 })
  })
  return () => {
    if (running === null) throw new Error('The program is started before the first test of the file.')
    return running
  }
}
