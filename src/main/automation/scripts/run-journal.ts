import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { isErrno, syncFolder } from '../../platform/pure/atomic-file.ts'
import { removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import { takeProcessLock } from '../../platform/pure/process-lock.ts'
import { badInput } from '../read-options.ts'
import { callResultSchema, type CallResult } from './call-result.ts'

/** What is known of one call of an earlier run. `result`: null = it may have been sent, and nobody noted its end. */
export interface JournalEntry {
  readonly runId: string
  readonly estimateUsd: number | null
  readonly result: CallResult | null
}

/** Notes on disk which calls may have been sent and how they ended, so that a run can go on after a kill. */
export interface RunJournal {
  /** No earlier run has left anything to continue. */
  readonly isNew: boolean
  /** The latest attempt at it. */
  find(key: string): JournalEntry | null
  /** All attempts at it, oldest first: each may have been billed. */
  attempts(key: string): readonly JournalEntry[]
  /** Resolves once it is on disk: the call may be sent now. @throws storage/* */
  start(key: string, call: Pick<JournalEntry, 'runId' | 'estimateUsd'>): Promise<void>
  end(key: string, result: CallResult): Promise<void>
  /** Every call has ended: there is nothing to continue. */
  finish(): Promise<void>
  close(): Promise<void>
}

interface JournalOptions {
  /** `new`: no earlier run may be unfinished; `continue`: goes on with one; `restart`: forgets it. */
  readonly mode: 'new' | 'continue' | 'restart'
}

const recordSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('journal'), version: z.literal(1) }),
  z.object({
    type: z.literal('start'),
    key: z.string(),
    run_id: z.string(),
    estimate: z.number().nullable(),
  }),
  z.object({ type: z.literal('end'), key: z.string(), result: callResultSchema }),
  z.object({ type: z.literal('finish') }),
])
type JournalRecord = z.output<typeof recordSchema>

/** @throws request/invalid if an earlier run is unfinished, or another one is under way; storage/* */
export async function openRunJournal(path: string, options: JournalOptions): Promise<RunJournal> {
  const name = basename(path)
  await mkdir(dirname(path), { recursive: true }).catch((thrown: unknown) => fail(thrown, name))
  const unlock = lock(path)
  try {
    // What a kill has left of a lock.
    await removeDeadTemporaries(dirname(path)).catch(() => undefined)
    return await openLocked(path, options, unlock)
  } catch (thrown) {
    unlock()
    throw thrown
  }
}

async function openLocked(path: string, { mode }: JournalOptions, unlock: () => void): Promise<RunJournal> {
  const name = basename(path)
  const records = mode === 'restart' ? [] : await readRecords(path)
  const isFinished = records.at(-1)?.type === 'finish'
  if (mode === 'new' && records.some(({ type }) => type === 'start') && !isFinished)
    throw badInput(messages.journalUnfinished)
  const kept = mode === 'continue' ? records : []
  const entries = entriesOf(kept)
  const file = await open(path, kept.length === 0 ? 'w' : 'a').catch((thrown: unknown) => fail(thrown, name))
  const append = createAppender(file, name)
  try {
    // The line before may have been cut off by a kill.
    if (kept.length === 0) await append({ type: 'journal', version: 1 })
    else await append(null)
    await syncFolder(dirname(path))
  } catch (thrown) {
    await file.close().catch(() => undefined)
    fail(thrown, name)
  }
  const close = async () => {
    try {
      await file.close()
    } finally {
      unlock()
    }
  }
  return { isNew: kept.length === 0, ...toJournal(entries, append), close }
}

type Append = (record: JournalRecord | null) => Promise<void>

function toJournal(entries: Entries, append: Append): Omit<RunJournal, 'isNew' | 'close'> {
  return {
    find: (key) => entries.get(key)?.at(-1) ?? null,
    attempts: (key) => entries.get(key) ?? [],
    async start(key, { runId, estimateUsd }) {
      await append({ type: 'start', key, run_id: runId, estimate: estimateUsd })
      noteStart(entries, key, { runId, estimateUsd })
    },
    async end(key, result) {
      noteEnd(entries, key, result)
      await append({ type: 'end', key, result })
    },
    finish: () => append({ type: 'finish' }),
  }
}

/** One record per line, each on disk before the next; null = only a line break. */
function createAppender(file: FileHandle, name: string): Append {
  let last: Promise<void> = Promise.resolve()
  let isCut = false
  return (record) => {
    const line = record === null ? '\n' : `${JSON.stringify(record)}\n`
    const mine = last.then(async () => {
      try {
        // What follows a line that a full disk has cut off must not be lost with it.
        await file.appendFile(isCut ? `\n${line}` : line)
        isCut = false
        await file.datasync()
      } catch (thrown) {
        isCut = true
        fail(thrown, name)
      }
    })
    last = mine.catch(() => undefined)
    return mine
  }
}

async function readRecords(path: string): Promise<JournalRecord[]> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    if (isErrno(thrown, new Set(['ENOENT']))) return ''
    return fail(thrown, basename(path))
  })
  return text.split('\n').flatMap((line) => readRecord(line) ?? [])
}

/** null for a line that a kill has cut off: nothing was sent before it was complete. */
function readRecord(line: string): JournalRecord | null {
  if (line === '') return null
  try {
    return recordSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

/** The attempts at each call. */
type Entries = Map<string, JournalEntry[]>

function entriesOf(records: readonly JournalRecord[]): Entries {
  const entries: Entries = new Map()
  for (const record of records) {
    if (record.type === 'start') {
      noteStart(entries, record.key, { runId: record.run_id, estimateUsd: record.estimate })
    } else if (record.type === 'end') noteEnd(entries, record.key, record.result)
  }
  return entries
}

function noteStart(entries: Entries, key: string, call: Pick<JournalEntry, 'runId' | 'estimateUsd'>): void {
  entries.set(key, [...(entries.get(key) ?? []), { ...call, result: null }])
}

function noteEnd(entries: Entries, key: string, result: CallResult): void {
  const attempts = entries.get(key) ?? []
  const latest = attempts.at(-1)
  if (latest !== undefined) entries.set(key, [...attempts.slice(0, -1), { ...latest, result }])
}

/** Two runs of one batch would each send what the other has not noted yet. */
function lock(path: string): () => void {
  const name = basename(path)
  try {
    const unlock = takeProcessLock(`${path}.lock`)
    if (unlock === null) throw badInput(messages.journalInUse({ name }))
    return unlock
  } catch (thrown) {
    fail(thrown, name)
  }
}

function fail(thrown: unknown, name: string): never {
  if (thrown instanceof AppError) throw thrown
  throw toFileError(thrown, messages.journalNotWritten({ name }))
}
