import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WatchedFile, WatchedFolderRecord } from '../../database/index.ts'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'
import type { ErrorCode } from '../../../shared/errors/index.ts'
import type { ImportOutcome } from '../assets.ts'
import type { WatchContext } from './watch-context.ts'

export interface FileQueue {
  /** Imports a file once it is complete, unless this exact version has been handled before. */
  take(path: string, facts: Stats): void
  /** Whether its current version has been handled. */
  isKnown(path: string, facts: Stats): boolean
  /** Retries files that failed for a temporary reason. */
  retry(): void
  /** Files since program start that could not be read as images, or only in part. */
  counts(): Pick<WatchedFolder, 'unreadable' | 'damaged'>
  /** What prevents images from being imported. */
  problem(): string | null
  /** Drops what has not been started and waits for the rest. */
  stop(): Promise<void>
}

/** Small, so that a second folder need not wait for the thousands of the first. */
const batchSize = 8
/** Errors that may be temporary. A file without read permission may become readable. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'storage/full',
  'storage/failed',
  'storage/locked',
  'storage/read-only',
  'imaging/process-exited',
])

/** The import queue of one folder. `known`: files already handled. */
export function createFileQueue(
  folder: WatchedFolderRecord,
  known: Map<string, WatchedFile>,
  context: WatchContext,
): FileQueue {
  const { logger, settleMs } = context
  const waiting: Waiting = new Map()
  const later = new Set<string>()
  const stopping = new AbortController()
  let working: Promise<unknown> | null = null
  const counts = { unreadable: 0, damaged: 0 }
  let problem: string | null = null

  function wake(): void {
    if (stopping.signal.aborted || waiting.size === 0) return
    working ??= processQueue()
      .catch((thrown: unknown) => stopping.signal.aborted || logger.warn('watched.stopped', { error: thrown }))
      .finally(() => (working = null))
  }

  async function processQueue(): Promise<void> {
    while (waiting.size > 0 && !stopping.signal.aborted) {
      const batch = await nextBatch(waiting, { ...context, folder, known })
      if (batch.files.length > 0) await context.turns.inTurn('batch', () => importBatch(batch))
      else if (waiting.size > 0) await sleep(settleMs / 4, undefined, { signal: stopping.signal })
    }
  }

  async function importBatch(batch: Batch): Promise<void> {
    if (stopping.signal.aborted) return
    const outcome = await importFiles(folder, batch, context, stopping.signal)
    if (outcome.isCancelled) return
    const { dealtWith, again, incomplete, bad, message } = sortOut(folder, batch, outcome)
    for (const path of again) later.add(path)
    for (const { file, state } of incomplete) waiting.set(file.path, { ...state, hasFailed: true })
    counts.unreadable += bad
    counts.damaged += outcome.imported.filter(({ isDamaged }) => isDamaged).length
    problem = message
    for (const file of dealtWith) known.set(file.path, file)
    await noteHandled(folder, dealtWith, outcome, context)
    context.announce()
  }

  return {
    take: (path, facts) => {
      const below = relative(folder.path, path)
      if (isKnown(known, toFile(below, facts))) return
      if (!waiting.has(below)) waiting.set(below, null)
      wake()
    },
    isKnown: (path, facts) => isKnown(known, toFile(relative(folder.path, path), facts)),
    retry: () => {
      for (const path of later) waiting.set(path, null)
      later.clear()
      wake()
    },
    counts: () => counts,
    problem: () => problem,
    stop: async () => {
      stopping.abort()
      await working
    },
  }
}

function importFiles(
  folder: WatchedFolderRecord,
  { files, isFinal }: Batch,
  { assets }: WatchContext,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const paths = files.map(({ file }) => join(folder.path, file.path))
  return assets.imports.addFiles(paths, { isByPerson: false, takesDamaged: isFinal, signal })
}

function noteHandled(
  { id }: WatchedFolderRecord,
  files: readonly WatchedFile[],
  { arrived, alreadyThere }: ImportOutcome,
  { database, clock }: WatchContext,
): Promise<unknown> {
  return database.call('watched.noteFiles', { id, files, broughtIn: arrived - alreadyThere, atMs: clock.nowMs() })
}

function toFile(path: string, { size, mtimeMs }: Stats): WatchedFile {
  return { path, fileBytes: size, modifiedAtMs: Math.round(mtimeMs) }
}

function isKnown(known: ReadonlyMap<string, WatchedFile>, { path, fileBytes, modifiedAtMs }: WatchedFile): boolean {
  const file = known.get(path)
  return file?.fileBytes === fileBytes && file.modifiedAtMs === modifiedAtMs
}

interface BatchOptions extends Pick<WatchContext, 'clock' | 'settleMs' | 'brokenMs'> {
  readonly folder: WatchedFolderRecord
  readonly known: ReadonlyMap<string, WatchedFile>
}

/** Last observed state of a waiting file. */
interface FileState {
  readonly signature: string
  /** When this version was first seen. */
  readonly sinceMs: number
  /** When it was last written to, according to the file system. */
  readonly unchangedSinceMs: number
  /** Whether this version could not be decoded, or only a part of it: its writer may have paused halfway. */
  readonly hasFailed: boolean
}

/** By path; null = not seen yet. */
type Waiting = Map<string, FileState | null>

interface SettledFile {
  readonly file: WatchedFile
  readonly state: FileState
}

interface Batch {
  readonly files: readonly SettledFile[]
  /** Whether they have been unchanged for so long that no program can still be writing them. */
  readonly isFinal: boolean
}

/** Takes the next files that have been unchanged long enough out of the waiting ones. */
async function nextBatch(waiting: Waiting, options: BatchOptions): Promise<Batch> {
  const { folder, known, clock, settleMs, brokenMs } = options
  const files: SettledFile[] = []
  let isBatchFinal = false
  for (const [path, previous] of waiting) {
    if (previous?.hasFailed === false && isWithin(settleMs, previous.sinceMs, clock.nowMs())) continue
    const facts = await stat(join(folder.path, path)).catch(() => null)
    const file = facts?.isFile() === true ? toFile(path, facts) : null
    if (facts === null || file === null || isKnown(known, file)) {
      waiting.delete(path)
      continue
    }
    const state = nextState(previous, facts, clock.nowMs())
    waiting.set(path, state)
    const isFinal = !isWithin(brokenMs, state.unchangedSinceMs, clock.nowMs())
    if (isWithin(settleMs, state.sinceMs, clock.nowMs()) || (state.hasFailed && !isFinal)) continue
    if (files.length === 0) isBatchFinal = isFinal
    // Of the others, what is left of a damaged image must not be taken, or must: they are the next batch.
    else if (isFinal !== isBatchFinal) continue
    waiting.delete(path)
    files.push({ file, state })
    if (files.length === batchSize) break
  }
  return { files, isFinal: isBatchFinal }
}

function nextState(previous: FileState | null, { size, mtimeMs, ctimeMs }: Stats, nowMs: number): FileState {
  const signature = `${size} ${mtimeMs} ${ctimeMs}`
  // A clock set back must not hold files up.
  if (previous?.signature === signature && previous.sinceMs <= nowMs) return previous
  return { signature, sinceMs: nowMs, unchangedSinceMs: Math.min(ctimeMs, nowMs), hasFailed: false }
}

function isWithin(durationMs: number, sinceMs: number, nowMs: number): boolean {
  return nowMs >= sinceMs && nowMs - sinceMs < durationMs
}

/** Sorts the files by outcome. */
function sortOut(folder: WatchedFolderRecord, { files, isFinal }: Batch, { failed, notTried }: ImportOutcome) {
  const failures = new Map(failed.map(({ file, error }) => [file, error]))
  const dealtWith: WatchedFile[] = []
  const again: string[] = []
  const incomplete: SettledFile[] = []
  let bad = 0
  let message: string | null = null
  for (const settled of files) {
    const { file } = settled
    const error = failures.get(join(folder.path, file.path))
    const isBad = error?.code.startsWith('media/') === true
    if (isBad && isFinal) bad++
    // The outcome does not say which files were skipped: all are retried, and those already imported are recognized.
    if (notTried > 0 || (error !== undefined && passing.has(error.code))) again.push(file.path)
    else if (isBad && !isFinal) incomplete.push(settled)
    else if (error === undefined || isBad) dealtWith.push(file)
    if (error !== undefined && !isBad && error.code !== 'storage/not-found') message = error.message
  }
  return { dealtWith, again, incomplete, bad, message }
}
