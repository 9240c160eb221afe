import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { oneRow } from './statement.ts'

/** Money spent or committed, for checking a limit. USD. */
export interface Committed {
  readonly billed: number
  /** Running, or possibly billed. */
  readonly perhaps: number
  /** Queued or about to be: not sent yet. */
  readonly waiting: number
}

export interface Committeds {
  readonly run: Committed
  readonly day: Committed
  readonly month: Committed
}

export interface CommittedInput {
  readonly runId: string | null
  readonly day: string
  readonly firstOfMonth: string
  readonly lastOfMonth: string
  readonly nowMs: number
}

/** The actual cost where known, otherwise the estimate. */
export const price = 'coalesce(real_usd, estimate_usd)'

/** Rounded to a millionth of a dollar, which is finer than any price: sums of binary fractions are slightly off. */
export function sumOf(value: string, when: string): string {
  return `round(coalesce(sum(${value}) FILTER (WHERE ${when}), 0), 6)`
}

export function readCommitted(db: DatabaseSync, input: CommittedInput): Committeds {
  const { runId, day, firstOfMonth, lastOfMonth } = input
  const waiting = readWaiting(db, input)
  return {
    run: { ...readSpent(db, 'run_id = ?', runId), waiting: waiting.run },
    day: { ...readSpent(db, 'day = ?', day), waiting: waiting.day },
    month: { ...readSpent(db, 'day BETWEEN ? AND ?', firstOfMonth, lastOfMonth), waiting: waiting.month },
  }
}

function readSpent(db: DatabaseSync, where: string, ...values: SQLInputValue[]): Omit<Committed, 'waiting'> {
  const row = oneRow(
    db,
    `SELECT ${sumOf(price, `billed = 'yes'`)} AS billed, ${sumOf(price, `billed = 'unknown'`)} AS perhaps
     FROM ledger WHERE ${where}`,
    ...values,
  )
  return { billed: Number(row?.['billed']), perhaps: Number(row?.['perhaps']) }
}

/** Of a row of `queue_calls`. */
export const isUnsent = `stage IN ('waiting', 'preparing')`

/**
 * A job counts as waiting while no attempt of its call counts by itself: there is none, it was rejected, or it was tried
 * before this span and is not sent yet. `tried`: the day of the attempt that counts.
 */
const queued = `
  SELECT json_extract(snapshot, '$.runId') AS run_id, json_extract(snapshot, '$.estimateUsd') AS usd,
    (SELECT max(day) FROM ledger WHERE call_id = json_extract(snapshot, '$.callId') AND billed <> 'no') AS tried,
    EXISTS (SELECT 1 FROM queue_calls WHERE call_id = json_extract(snapshot, '$.callId') AND ${isUnsent}) AS is_unsent
  FROM jobs WHERE state IN ('queued', 'running')`
const holds = `SELECT run_id, usd, NULL, 0 FROM ledger_holds WHERE until_ms > ?`

function readWaiting(db: DatabaseSync, input: CommittedInput): { day: number; month: number; run: number } {
  const { runId, day, firstOfMonth, lastOfMonth, nowMs } = input
  const row = oneRow(
    db,
    `SELECT sum(usd) FILTER (WHERE tried IS NULL OR (is_unsent AND tried <> ?)) AS day,
       sum(usd) FILTER (WHERE tried IS NULL OR (is_unsent AND tried NOT BETWEEN ? AND ?)) AS month,
       sum(usd) FILTER (WHERE tried IS NULL AND run_id = ?) AS run
     FROM (${queued} UNION ALL ${holds})`,
    day,
    firstOfMonth,
    lastOfMonth,
    runId,
    nowMs,
  )
  return { day: Number(row?.['day'] ?? 0), month: Number(row?.['month'] ?? 0), run: Number(row?.['run'] ?? 0) }
}
