import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WatchedFile, WatchedFolderRecord } from '../../database/index.ts'
import type { ErrorCode } from '../../../shared/errors/index.ts'
import type { ImportOutcome } from '../library.ts'
import type { WatchContext } from './watch-context.ts'

export interface FileQueue {
  /** Brings a file in once it is whole, unless it was dealt with as it is now. */
  take(path: string, facts: Stats): void
  /** Whether it was dealt with as it is now. */
  isKnown(path: string, facts: Stats): boolean
  /** Tries again what could not be brought in for a reason that passes. */
  retry(): void
  /** Files since the program started that cannot be read as pictures. */
  unreadable(): number
  /** What keeps pictures from coming in. */
  problem(): string | null
  /** Leaves what has not been begun and waits for what has. */
  stop(): Promise<void>
}

/** Few, so that a second folder need not wait for the thousands of the first. */
const batchSize = 8
/** What may be over in a minute. A file that must not be read may be let be read. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'storage/full',
  'storage/locked',
  'storage/read-only',
  'imaging/process-exited',
])

/** The files of one folder on their way into the library. `known`: those that were dealt with. */
export function createFileQueue(
  folder: WatchedFolderRecord,
  known: Map<string, WatchedFile>,
  context: WatchContext,
): FileQueue {
  const { library, database, clock, logger, settleMs } = context
  const waiting = new Set<string>()
  const later = new Set<string>()
  const stopping = new AbortController()
  let working: Promise<unknown> | null = null
  let unreadable = 0
  let problem: string | null = null

  function wake(): void {
    if (stopping.signal.aborted || waiting.size === 0) return
    working ??= work()
      .catch((thrown: unknown) => stopping.signal.aborted || logger.warn('watched.stopped', { error: thrown }))
      .finally(() => (working = null))
  }

  async function work(): Promise<void> {
    while (waiting.size > 0 && !stopping.signal.aborted) {
      const batch = await nextBatch(waiting, { folder, known, nowMs: clock.nowMs(), settleMs })
      if (batch.length > 0) await context.turns.inTurn('batch', () => bringIn(batch))
      else if (waiting.size > 0) await sleep(settleMs, undefined, { signal: stopping.signal })
    }
  }

  async function bringIn(batch: readonly WatchedFile[]): Promise<void> {
    if (stopping.signal.aborted) return
    const paths = batch.map(({ path }) => join(folder.path, path))
    const outcome = await library.importFiles(paths, { isByPerson: false, signal: stopping.signal })
    if (outcome.isCancelled) return
    const { dealtWith, again, bad, said } = sortOut(folder, batch, outcome)
    for (const path of again) later.add(path)
    unreadable += bad
    problem = said
    for (const file of dealtWith) known.set(file.path, file)
    const broughtIn = outcome.arrived - outcome.alreadyThere
    await database.call('watched.noteFiles', { id: folder.id, files: dealtWith, broughtIn, atMs: clock.nowMs() })
    context.announce()
  }

  return {
    take: (path, facts) => {
      const below = relative(folder.path, path)
      if (isKnown(known, toFile(below, facts))) return
      waiting.add(below)
      wake()
    },
    isKnown: (path, facts) => isKnown(known, toFile(relative(folder.path, path), facts)),
    retry: () => {
      for (const path of later) waiting.add(path)
      later.clear()
      wake()
    },
    unreadable: () => unreadable,
    problem: () => problem,
    stop: async () => {
      stopping.abort()
      await working
    },
  }
}

function toFile(path: string, { size, mtimeMs }: Stats): WatchedFile {
  return { path, fileBytes: size, modifiedAtMs: Math.round(mtimeMs) }
}

function isKnown(known: ReadonlyMap<string, WatchedFile>, { path, fileBytes, modifiedAtMs }: WatchedFile): boolean {
  const file = known.get(path)
  return file?.fileBytes === fileBytes && file.modifiedAtMs === modifiedAtMs
}

interface BatchOptions {
  readonly folder: WatchedFolderRecord
  readonly known: ReadonlyMap<string, WatchedFile>
  readonly nowMs: number
  readonly settleMs: number
}

/** Takes the next files out of those that wait; one that was written to a moment ago stays. */
async function nextBatch(
  waiting: Set<string>,
  { folder, known, nowMs, settleMs }: BatchOptions,
): Promise<WatchedFile[]> {
  const batch: WatchedFile[] = []
  for (const path of waiting) {
    const facts = await stat(join(folder.path, path)).catch(() => null)
    const file = facts?.isFile() === true ? toFile(path, facts) : null
    const ageMs = nowMs - (facts?.ctimeMs ?? 0)
    // A disk whose clock is ahead must not hold its files back.
    if (ageMs >= 0 && ageMs < settleMs) continue
    waiting.delete(path)
    if (file !== null && !isKnown(known, file)) batch.push(file)
    if (batch.length === batchSize) break
  }
  return batch
}

/** What became of each file. */
function sortOut(folder: WatchedFolderRecord, batch: readonly WatchedFile[], { failed, notTried }: ImportOutcome) {
  const failures = new Map(failed.map(({ file, error }) => [file, error]))
  const dealtWith: WatchedFile[] = []
  const again: string[] = []
  let bad = 0
  let said: string | null = null
  for (const file of batch) {
    const error = failures.get(join(folder.path, file.path))
    const isBad = error?.code.startsWith('media/') === true
    if (isBad) bad++
    // Which were not tried is not told: all are asked for again, those that came are recognised.
    if (notTried > 0 || (error !== undefined && passing.has(error.code))) again.push(file.path)
    else if (error === undefined || isBad) dealtWith.push(file)
    if (error !== undefined && !isBad && error.code !== 'storage/not-found') said = error.message
  }
  return { dealtWith, again, bad, said }
}
