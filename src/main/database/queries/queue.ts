import type { DatabaseSync } from 'node:sqlite'
import type {
  CallOwner,
  CallStage,
  CallStep,
  PersistedCall,
  NewPersistedCall,
  UnfinishedCall,
} from '../../../shared/domain/queue.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { saveJob, toSnapshot } from './jobs.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

/** Ended calls are kept so that they can be queried. */
const endedMax = 500
/** A mask is written before the calls that use it. */
const maskGraceMs = 3_600_000
const timingsMax = 15

const isOfAgent = `json_valid(body) AND json_type(body, '$.request.trace.agent') = 'text' AS is_of_agent`
const unfinished = `stage <> 'ended'`
const isAmong = (column: string) => `${column} IN (SELECT value FROM json_each(?))`

export const queueOperations = {
  'queue.keepMask': write((db, input: { key: string; bytes: Uint8Array; nowMs: number }): void => {
    const sql = `INSERT INTO queue_masks (mask_key, bytes, kept_at_ms) VALUES (?, ?, ?)
      ON CONFLICT (mask_key) DO UPDATE SET kept_at_ms = excluded.kept_at_ms`
    change(db, sql, input.key, input.bytes, input.nowMs)
  }),

  /** Adds calls with their jobs. `instead`: replaces this call in the same transaction. */
  'queue.add': write((db, input: AddInput): void => {
    if (input.instead !== null) change(db, `DELETE FROM queue_calls WHERE call_id = ?`, input.instead)
    for (const call of input.calls) insertCall(db, call, input.owner)
    for (const job of input.jobs) saveJob(db, job)
  }),

  /** Called by the call's owner; null where another process owns it by now, or it has ended. */
  'queue.begin': write((db, { callId, pid }: { callId: string; pid: number }): PersistedCall | null => {
    const sql = `UPDATE queue_calls SET times_prepared = times_prepared + (stage IN ('waiting', 'preparing')),
        stage = iif(stage = 'waiting', 'preparing', stage)
      WHERE call_id = ? AND owner_pid = ? AND ${unfinished}
      RETURNING body, stage, attempt_id, handle, answer, mask_key`
    const row = oneRow(db, sql, callId, pid)
    return row === null ? null : { ...toPersistedCall(row), maskPng: findMask(db, row['mask_key']) }
  }),

  /** False where another process owns the call by now: it must not continue here. */
  'queue.step': write((db, step: CallStep): boolean => {
    const { callId, pid, stage, attemptId = null, handle, answer = null, jobs } = step
    const sql = `UPDATE queue_calls SET stage = ?, attempt_id = coalesce(?, attempt_id), answer = coalesce(?, answer),
        handle = iif(?, ?, handle), times_prepared = iif(? IN ('waiting', 'preparing'), times_prepared, 0)
      WHERE call_id = ? AND owner_pid = ? AND ${unfinished}`
    const isNamed = Number(handle !== undefined)
    const changed = change(db, sql, stage, attemptId, answer, isNamed, handle ?? null, stage, callId, pid)
    if (changed === 0) return false
    for (const job of jobs) saveJob(db, job)
    return true
  }),

  /** Beginning it had no effect: returns it to the queue as not attempted. */
  'queue.putBack': write((db, { callId, pid }: { callId: string; pid: number }): void => {
    const sql = `UPDATE queue_calls SET stage = 'waiting', times_prepared = 0
      WHERE call_id = ? AND owner_pid = ? AND stage IN ('preparing', 'sending')`
    change(db, sql, callId, pid)
  }),

  /** Ends calls, with the final state of their jobs. */
  'queue.end': write((db, input: EndInput): void => {
    for (const job of input.jobs) saveJob(db, job)
    const sql = `UPDATE queue_calls SET stage = 'ended', ended_at_ms = ?, owner_pid = NULL, answer = NULL
      WHERE call_id = ? AND ${unfinished}`
    for (const callId of input.callIds) change(db, sql, input.nowMs, callId)
    prune(db, input.nowMs)
  }),

  /** Of all programs using this home, by call id. Only those after `after`. */
  'queue.unfinished': read((db, input: { after: string; limit: number }): UnfinishedCall[] => {
    const sql = `SELECT *, ${isOfAgent} FROM queue_calls WHERE ${unfinished} AND call_id > ? ORDER BY call_id LIMIT ?`
    return allRows(db, sql, input.after, input.limit).map((row) => toUnfinished(db, row))
  }),

  /** Calls owned by other programs, or by none. */
  'queue.others': read((db, input: { pid: number; limit: number }): UnfinishedCall[] => {
    const sql = `SELECT *, ${isOfAgent} FROM queue_calls WHERE ${unfinished} AND owner_pid IS NOT ? ORDER BY call_id LIMIT ?`
    return allRows(db, sql, input.pid, input.limit).map((row) => toUnfinished(db, row))
  }),

  /** Takes over the calls whose owner is unchanged. Returns which those are. */
  'queue.claim': write((db, input: ClaimInput): string[] => {
    const { owner, isUnsent = false } = input
    const sql = `UPDATE queue_calls SET owner_pid = ?, owned_at_ms = ?
      WHERE call_id = ? AND owner_pid IS ? AND (owner_pid IS NULL OR owned_at_ms = ?)
        AND ${isUnsent ? `stage IN ('waiting', 'preparing')` : unfinished}`
    return input.calls
      .filter(({ callId, from }) => change(db, sql, owner.pid, owner.atMs, callId, from?.pid ?? null, from?.atMs ?? 0))
      .map(({ callId }) => callId)
  }),

  /** Gives up ownership of calls, for any process to claim. */
  'queue.release': write((db, { callIds }: { callIds: readonly string[] }): void => {
    const sql = `UPDATE queue_calls SET owner_pid = NULL WHERE ${isAmong('call_id')} AND ${unfinished}`
    change(db, sql, JSON.stringify(callIds))
  }),

  /** Asks the owners to cancel. null = all. Returns how many. */
  'queue.requestCancel': write((db, { callIds }: { callIds: readonly string[] | null }): number => {
    const sql = `UPDATE queue_calls SET is_cancelled = 1 WHERE ${unfinished}`
    return callIds === null ? change(db, sql) : change(db, `${sql} AND ${isAmong('call_id')}`, JSON.stringify(callIds))
  }),

  'queue.askedToCancel': read((db, { pid }: { pid: number }): string[] => {
    const sql = `SELECT call_id FROM queue_calls WHERE owner_pid = ? AND is_cancelled = 1 AND ${unfinished}`
    return allRows(db, sql, pid).map((row) => String(row['call_id']))
  }),

  'queue.place': write((db, { places }: { places: readonly { callId: string; position: number }[] }): void => {
    const sql = `UPDATE queue_calls SET position = ? WHERE call_id = ?`
    for (const { callId, position } of places) change(db, sql, position, callId)
  }),

  /** Includes ended calls, as long as they are kept. */
  'queue.find': read(
    (db, { callId }: { callId: string }): { body: string; maskPng: Uint8Array<ArrayBuffer> | null } | null => {
      const row = oneRow(db, `SELECT body, mask_key FROM queue_calls WHERE call_id = ?`, callId)
      return row === null ? null : { body: String(row['body']), maskPng: findMask(db, row['mask_key']) }
    },
  ),

  'queue.pauses': read((db, _input: null): string[] =>
    allRows(db, `SELECT lane FROM queue_pauses ORDER BY lane`).map((row) => String(row['lane'])),
  ),

  'queue.setPaused': write((db, { lane, isPaused }: { lane: string; isPaused: boolean }): void => {
    if (isPaused) change(db, `INSERT OR IGNORE INTO queue_pauses (lane) VALUES (?)`, lane)
    else if (lane === '*') change(db, `DELETE FROM queue_pauses`)
    else change(db, `DELETE FROM queue_pauses WHERE lane = ?`, lane)
  }),

  'queue.addTiming': write((db, input: { lane: string; model: string; tookMs: number }): void => {
    const { lane, model, tookMs } = input
    change(db, `INSERT INTO queue_timings (lane, model, took_ms) VALUES (?, ?, ?)`, lane, model, tookMs)
    const sql = `DELETE FROM queue_timings WHERE lane = ? AND model = ? AND id NOT IN
      (SELECT id FROM queue_timings WHERE lane = ? AND model = ? ORDER BY id DESC LIMIT ${timingsMax})`
    change(db, sql, lane, model, lane, model)
  }),

  /** Latest last. */
  'queue.timings': read((db, { lane, model }: { lane: string; model: string }): number[] => {
    const sql = `SELECT took_ms FROM queue_timings WHERE lane = ? AND model = ? ORDER BY id`
    return allRows(db, sql, lane, model).map((row) => Number(row['took_ms']))
  }),
}

interface AddInput {
  readonly calls: readonly NewPersistedCall[]
  readonly jobs: readonly JobSnapshot[]
  readonly owner: CallOwner
  readonly instead: string | null
}

interface EndInput {
  readonly callIds: readonly string[]
  readonly jobs: readonly JobSnapshot[]
  readonly nowMs: number
}

interface ClaimInput {
  readonly calls: readonly { readonly callId: string; readonly from: CallOwner | null }[]
  readonly owner: CallOwner
  /** Only those that are not sent: one may have been since it was read. */
  readonly isUnsent?: boolean
}

function insertCall(db: DatabaseSync, call: NewPersistedCall, owner: CallOwner): void {
  change(
    db,
    `INSERT INTO queue_calls (call_id, lane, position, stage, owner_pid, owned_at_ms, has_own_key, body, mask_key,
       created_at_ms) VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?)`,
    call.callId,
    call.lane,
    call.position,
    owner.pid,
    owner.atMs,
    Number(call.hasOwnKey),
    call.body,
    call.maskKey,
    call.createdAtMs,
  )
}

type Row = Record<string, unknown>

function toPersistedCall(row: Row): Omit<PersistedCall, 'maskPng'> {
  return {
    body: String(row['body']),
    stage: row['stage'] as PersistedCall['stage'],
    attemptId: toNumber(row['attempt_id']),
    handle: toText(row['handle']),
    answer: toText(row['answer']),
  }
}

function toUnfinished(db: DatabaseSync, row: Row): UnfinishedCall {
  const pid = toNumber(row['owner_pid'])
  const sql = `SELECT snapshot FROM json_each(?, '$.jobIds') AS wanted JOIN jobs ON jobs.id = wanted.value
    ORDER BY wanted.key`
  return {
    callId: String(row['call_id']),
    lane: String(row['lane']),
    position: Number(row['position']),
    stage: row['stage'] as Exclude<CallStage, 'ended'>,
    owner: pid === null ? null : { pid, atMs: Number(row['owned_at_ms']) },
    timesPrepared: Number(row['times_prepared']),
    wasBegun: Number(row['times_prepared']) > 0 || row['attempt_id'] !== null,
    hasOwnKey: row['has_own_key'] === 1,
    isCancelled: row['is_cancelled'] === 1,
    isOfAgent: row['is_of_agent'] === 1,
    hasHandle: row['handle'] !== null,
    hasAnswer: row['answer'] !== null,
    jobs: toSnapshots(allRows(db, sql, String(row['body']))),
  }
}

/** None where one of them is damaged: such a call cannot continue, and must not block the others. */
function toSnapshots(rows: readonly Row[]): JobSnapshot[] {
  try {
    return rows.map(toSnapshot)
  } catch {
    return []
  }
}

function findMask(db: DatabaseSync, key: unknown): Uint8Array<ArrayBuffer> | null {
  if (typeof key !== 'string') return null
  const row = oneRow(db, `SELECT bytes FROM queue_masks WHERE mask_key = ?`, key)
  return row === null ? null : (row['bytes'] as Uint8Array<ArrayBuffer>)
}

function prune(db: DatabaseSync, nowMs: number): void {
  const deleted = change(
    db,
    `DELETE FROM queue_calls WHERE stage = 'ended' AND ended_at_ms <=
       (SELECT ended_at_ms FROM queue_calls WHERE stage = 'ended' ORDER BY ended_at_ms DESC LIMIT 1 OFFSET ${endedMax})`,
  )
  if (deleted === 0) return
  const sql = `DELETE FROM queue_masks WHERE kept_at_ms < ? AND mask_key NOT IN
    (SELECT mask_key FROM queue_calls WHERE mask_key IS NOT NULL)`
  change(db, sql, nowMs - maskGraceMs)
}

function toNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
