import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSettledFiles } from './settled-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-settled-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const usual = {
  signal: new AbortController().signal,
  settleMs: 40,
  brokenMs: 60_000,
  isWhole: () => Promise.resolve(true),
}

it('yields each file once it is complete, and passes over one that is gone', async () => {
  const path = join(folder, 'a.png')
  await writeFile(path, 'first')
  const files = createSettledFiles(usual)
  files.add(path)
  files.add(join(folder, 'gone.png'))
  files.end()
  const writing = appendFile(path, 'second')
  const found: string[] = []
  for await (const each of files) found.push(each)
  await writing
  expect(found).toEqual([path])
})

it('ends when it is aborted', async () => {
  const controller = new AbortController()
  const files = createSettledFiles({ ...usual, signal: controller.signal })
  controller.abort()
  for await (const each of files) expect.unreachable(each)
})

it('yields a file whose writer paused halfway only once it is whole', async () => {
  const path = join(folder, 'a.png')
  await writeFile(path, 'half')
  const contents: string[] = []
  const isWhole = async () => {
    const content = await readFile(path, 'utf8')
    contents.push(content)
    // The writer continues after this one was tried.
    if (content === 'half') await appendFile(path, ' and half')
    return content !== 'half'
  }
  const files = createSettledFiles({ ...usual, isWhole })
  files.add(path)
  files.end()
  const found: string[] = []
  for await (const each of files) found.push(`${each}: ${contents.at(-1)}`)
  expect(found).toEqual([`${path}: half and half`])
  expect(contents).toEqual(['half', 'half and half'])
})

it('yields a file that stays half, after a longer time', async () => {
  const path = join(folder, 'a.png')
  await writeFile(path, 'half')
  let tries = 0
  const isWhole = async () => {
    tries++
    return false
  }
  const files = createSettledFiles({ ...usual, brokenMs: 400, isWhole })
  files.add(path)
  files.end()
  const beganMs = performance.now()
  for await (const each of files) expect(each).toBe(path)
  expect(performance.now() - beganMs).toBeGreaterThan(300)
  expect(tries).toBeLessThanOrEqual(1)
})
