import { Worker } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import { createOpeningLines } from '../../../src/main/automation/program/opening-lines.ts'
import { createDatabase, emitSlowOpening } from '../../../src/main/database/index.ts'
import type { LibraryOpening } from '../../../src/shared/domain/library.ts'
import { databaseWorkerUrl, findAssetIds } from '../../support/open-database.ts'
import { writeOlderDatabase } from '../../support/older-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { withHome } from '../../support/temporary-home.ts'

const beforeSearch = 9
/** More than are settled between two reports. */
const images = 11_000

const home = withHome()

afterEach(async () => {
  vi.useRealTimers()
})

function open(report: (opening: LibraryOpening | null, worker: Worker) => void) {
  let worker: Worker
  return createDatabase({
    file: home.paths.databaseFile,
    logger: createRecordingLogger(),
    start: (options) => (worker = new Worker(databaseWorkerUrl, options)),
    onOpening: (opening) => report(opening, worker),
  })
}

test('reports the progress of an upgrade and its end', { tags: 'full' }, async () => {
  writeOlderDatabase(home.paths.databaseFile, beforeSearch, images)
  const emitted: (LibraryOpening | null)[] = []
  const database = open((opening) => emitted.push(opening))
  await database.opened()
  expect(emitted).toEqual([
    // The backup copy and the schema steps; then the rewritten file.
    { done: 0, total: null },
    { done: 0, total: null },
    { done: 0, total: images },
    { done: 10_000, total: images },
    null,
  ])
  await database.dispose()
})

test('resumes an interrupted upgrade at the next start', async () => {
  const { assetIds } = writeOlderDatabase(home.paths.databaseFile, beforeSearch, images)
  const cut = open((opening, worker) => {
    if (opening?.done === 10_000) void worker.terminate()
  })
  await expect(cut.opened()).rejects.toThrow()
  const totals: (number | null)[] = []
  const database = open((opening) => opening !== null && totals.push(opening.total))
  await database.opened()
  expect(totals[0]).toBeLessThan(images)
  expect((await findAssetIds(database)).toSorted()).toEqual(assetIds.toSorted())
  const scope = { section: 'library', collectionId: null, nowMs: 0, covering: null } as const
  const found = await database.call('search.facets', { ...scope, query: 'coffee' })
  expect(found.count).toBe(images)
  await database.dispose()
})

test('reports only the end for a library that is new or up to date', async () => {
  for (let start = 0; start < 2; start++) {
    const emitted: (LibraryOpening | null)[] = []
    const database = open((opening) => emitted.push(opening))
    await database.opened()
    expect(emitted).toEqual([null])
    await database.dispose()
  }
})

/** Returns what a command has said after each report, if `tookMs` passes between two of them. */
async function linesOfUpgrade(tookMs: number): Promise<string[][]> {
  writeOlderDatabase(home.paths.databaseFile, beforeSearch, 3)
  const lines: string[] = []
  const said: string[][] = []
  const report = emitSlowOpening(createOpeningLines((line) => lines.push(line)))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const database = open((opening) => {
    report(opening)
    vi.advanceTimersByTime(tookMs)
    said.push(lines.splice(0))
  })
  await database.opened()
  await database.dispose()
  return said
}

test('a command says how far a slow upgrade is, each step once', async () => {
  const [preparing, updating] = ['Preparing the library…', 'Updating the library: 0 of 3 images…']
  expect(await linesOfUpgrade(2_000)).toEqual([[preparing], [], [updating], []])
})

test('a command says nothing of an upgrade that is over soon', async () => {
  expect(await linesOfUpgrade(10)).toEqual([[], [], [], []])
})
