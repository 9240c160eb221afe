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
    run: { ...readSpent(db, 'run_id = ?', runId), waiting: waiting.ofRun },
    day: { ...readSpent(db, 'day = ?', day), waiting: waiting.total },
    month: { ...readSpent(db, 'day BETWEEN ? AND ?', firstOfMonth, lastOfMonth), waiting: waiting.total },
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

/** A job counts as waiting while no attempt of its call counts by itself: there is none, or it was rejected. */
const queued = `
  SELECT json_extract(snapshot, '$.runId') AS run_id, json_extract(snapshot, '$.estimateUsd') AS usd
  FROM jobs WHERE state IN ('queued', 'running')
    AND NOT EXISTS (SELECT 1 FROM ledger WHERE call_id = json_extract(snapshot, '$.callId') AND billed <> 'no')`
const holds = `SELECT run_id, usd FROM ledger_holds WHERE until_ms > ?`

function readWaiting(db: DatabaseSync, { runId, nowMs }: CommittedInput): { total: number; ofRun: number } {
  const row = oneRow(
    db,
    `SELECT sum(usd) AS total, sum(usd) FILTER (WHERE run_id = ?) AS of_run FROM (${queued} UNION ALL ${holds})`,
    runId,
    nowMs,
  )
  return { total: Number(row?.['total'] ?? 0), ofRun: Number(row?.['of_run'] ?? 0) }
}
