import { constants } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { StudioPage } from '../pages/studio-page.ts'
import { libraryIds } from './bridge.ts'
import { launch, makeHome, quit } from './launch.ts'

const variable = 'ATELIER_E2E_KNOWN_HOME'

/** Images that the first start puts into the library. */
export const sampleCount = 2

/**
 * Starts the program once and keeps the home it leaves, for all workers: filing the samples and filling Chromium's caches
 * takes as long as the rest of a start, and only the tests of the first start are about it.
 */
export default async function makeKnownHome(): Promise<() => Promise<void>> {
  const running = await launch()
  await new StudioPage(running.page).canvas.ready()
  await expect.poll(async () => (await libraryIds(running.page)).length).toBe(sampleCount)
  await quit(running)
  process.env[variable] = running.home
  return () => rm(running.home, { recursive: true, force: true, maxRetries: 5 })
}

/** A home of its own in which the program was started once before. */
export async function copyKnownHome(): Promise<string> {
  const known = process.env[variable]
  if (known === undefined) throw new Error(`${variable} is not set: playwright.config.ts names this file as its set-up`)
  const home = await makeHome()
  await cp(known, home, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  return home
}
