import { appendFile, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CallResult } from './call-result.ts'
import { openRunJournal } from './run-journal.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-journal-'))
  path = join(folder, 'below', 'batch.jsonl')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (mode: 'new' | 'continue' | 'restart') => openRunJournal(path, { mode })
const done: CallResult = { state: 'done', images: [], cost: 0.1, billed: 'yes', error: null, error_code: null }

it('remembers what was started and how it ended', async () => {
  const first = await open('new')
  await first.start('a', { runId: 'run-a', estimateUsd: 0.1 })
  await first.start('b', { runId: 'run-b', estimateUsd: null })
  await first.end('a', done)
  await first.close()
  const second = await open('continue')
  expect(second.find('a')).toEqual({ runId: 'run-a', estimateUsd: 0.1, result: done })
  expect(second.find('b')).toEqual({ runId: 'run-b', estimateUsd: null, result: null })
  expect(second.find('c')).toBeNull()
  expect([first.isNew, second.isNew]).toEqual([true, false])
  // Sent once more: the first attempt may have been billed as well.
  await second.start('a', { runId: 'run-a2', estimateUsd: 0.1 })
  await second.close()
  const third = await open('continue')
  const latest = { runId: 'run-a2', estimateUsd: 0.1, result: null }
  expect(third.find('a')).toEqual(latest)
  expect(third.attempts('a')).toEqual([{ runId: 'run-a', estimateUsd: 0.1, result: done }, latest])
  expect(third.attempts('c')).toEqual([])
  await third.close()
})

it('does not begin anew while a run is unfinished, unless told to', async () => {
  const first = await open('new')
  await first.start('a', { runId: 'run-a', estimateUsd: 0.1 })
  await first.close()
  await expect(open('new')).rejects.toMatchObject({ code: 'request/invalid' })
  const again = await open('continue')
  await again.end('a', done)
  await again.finish()
  await again.close()
  const fresh = await open('new')
  expect(fresh.find('a')).toBeNull()
  await fresh.start('a', { runId: 'run-x', estimateUsd: null })
  await fresh.close()
  const restarted = await open('restart')
  expect(restarted.find('a')).toBeNull()
  expect(restarted.isNew).toBe(true)
  await restarted.close()
})

it('goes on after a line that a kill cut off', async () => {
  const first = await open('new')
  await first.start('a', { runId: 'run-a', estimateUsd: 0.1 })
  await first.close()
  await appendFile(path, '{"type":"end","key":"a","resu')
  const second = await open('continue')
  expect(second.find('a')?.result).toBeNull()
  await second.end('a', done)
  await second.close()
  const third = await open('continue')
  expect(third.find('a')?.result).toEqual(done)
  await third.close()
})

it('serves one run at a time, and outlives the lock of a killed one', async () => {
  const first = await open('new')
  await expect(open('continue')).rejects.toMatchObject({ code: 'request/invalid' })
  await first.close()
  await writeFile(`${path}.lock`, String(2 ** 22 + 1))
  await (await open('continue')).close()
  // Of a version that wrote more, or empty where there are no hard links: its owner may be about to write it.
  for (const text of ['{"pid":1,"at_ms":2}', '']) {
    await writeFile(`${path}.lock`, text)
    await expect(open('continue')).rejects.toMatchObject({ code: 'request/invalid' })
    await utimes(`${path}.lock`, 0, 0)
    await (await open('continue')).close()
  }
  await expect(stat(`${path}.lock`)).rejects.toThrow('ENOENT')
})

it('has each line on disk before it goes on', async () => {
  const journal = await open('new')
  await Promise.all(['a', 'b', 'c'].map((key) => journal.start(key, { runId: `run-${key}`, estimateUsd: 0 })))
  const lines = (await readFile(path, 'utf8')).trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { key?: string }).key)).toEqual([undefined, 'a', 'b', 'c'])
  await journal.close()
})
