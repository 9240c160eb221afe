import type { DatabaseSync } from 'node:sqlite'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import type { CostSum } from '../../../shared/util/sum-costs.ts'
import { isUnsent, price } from './ledger-committed.ts'
import { read, write } from './operation.ts'
import { change, insertRow, oneRow } from './statement.ts'

interface AgentsDay {
  /** In this computer's time zone. */
  readonly day: string
  readonly nowMs: number
}

interface AgentHoldInput extends AgentsDay {
  readonly cost: CostSum
  readonly holdMs: number
  /** USD; null = no limit, or exceeding it is approved. */
  readonly limitUsd: number | null
}

/**
 * Each request counts once: in the ledger from its first attempt, before that in the queue, before that in its plan. An
 * attempt of another day that was not sent is booked for the day on which it will be: until then it waits in the queue.
 */
const attempts = `
  SELECT ${price} AS usd, ${price} IS NULL AS unpriced
  FROM ledger WHERE day = ? AND started_by = 'agent' AND billed <> 'no'`
const queued = `
  SELECT json_extract(body, '$.estimateUsd'), json_extract(body, '$.estimateUsd') IS NULL
  FROM queue_calls WHERE stage <> 'ended' AND json_type(body, '$.request.trace.agent') = 'text'
    AND NOT EXISTS (
      SELECT 1 FROM ledger WHERE ledger.call_id = queue_calls.call_id AND billed <> 'no' AND NOT (${isUnsent} AND day <> ?))`
/** What its run has queued is no longer ahead of a plan. */
const ofRun = (value: string) => `(
  SELECT coalesce(sum(${value}), 0) FROM edit_plan_steps JOIN jobs ON jobs.id = job_id
  WHERE plan_id = edit_plans.id AND json_extract(snapshot, '$.runId') = json_extract(run, '$.runId'))`
const ahead = (name: string, queuedOfRun: string) =>
  `max(0, coalesce(json_extract(run, '$.cost.${name}'), 0) - ${ofRun(queuedOfRun)})`
const planned = `
  SELECT ${ahead('usd', `json_extract(snapshot, '$.estimateUsd')`)},
    ${ahead('unpriced', `json_extract(snapshot, '$.estimateUsd') IS NULL`)}
  FROM edit_plan_batches JOIN edit_plans ON batch_id = edit_plan_batches.id
  WHERE state = 'running' AND started_by = 'agent' AND (is_waiting = 1 OR is_running = 1)`
const holds = `SELECT usd, unpriced FROM agent_holds WHERE until_ms > ?`

/** What agents of all programs have spent today, may have spent, or may still spend of what was admitted. */
function readAgentsCost(db: DatabaseSync, { day, nowMs }: AgentsDay): CostSum {
  const row = oneRow(
    db,
    // Rounded to a millionth of a dollar, which is finer than any price.
    `SELECT round(coalesce(sum(usd), 0), 6) AS usd, coalesce(sum(unpriced), 0) AS unpriced
     FROM (${[attempts, queued, planned, holds].join(' UNION ALL ')})`,
    day,
    day,
    nowMs,
  )
  return { usd: Number(row?.['usd']), unpriced: Number(row?.['unpriced']) }
}

export const agentHoldOperations = {
  'agentHolds.today': read((db, input: AgentsDay): CostSum => readAgentsCost(db, input)),

  /**
   * Checks the limit and sets the amount aside in one transaction: of two calls at the same time, even in two programs,
   * the second sees the first. `hold` is null where the limit is exceeded, or cannot be checked.
   */
  'agentHolds.add': write((db, input: AgentHoldInput): { today: CostSum; hold: number | null } => {
    const { cost, nowMs, holdMs, limitUsd } = input
    change(db, `DELETE FROM agent_holds WHERE until_ms <= ?`, nowMs)
    // The clock was set back: a hold that nobody released must not block spending until the old time comes again.
    change(db, `UPDATE agent_holds SET until_ms = ?1 WHERE until_ms > ?1`, nowMs + holdMs)
    const today = readAgentsCost(db, input)
    const isUnknown = limitUsd !== null && today.unpriced + cost.unpriced > 0
    if (isUnknown || exceedsLimit(limitUsd, today.usd, cost.usd)) return { today, hold: null }
    const sql = `INSERT INTO agent_holds (usd, unpriced, until_ms) VALUES (?, ?, ?)`
    return { today, hold: insertRow(db, sql, cost.usd, cost.unpriced, nowMs + holdMs) }
  }),

  /** Makes a hold last longer, even one that has run out: this computer may have slept. */
  'agentHolds.keep': write(
    (db, input: Pick<AgentHoldInput, 'cost' | 'nowMs' | 'holdMs'> & { readonly hold: number }): void => {
      const { hold, cost, nowMs, holdMs } = input
      const sql = `INSERT INTO agent_holds (id, usd, unpriced, until_ms) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET until_ms = excluded.until_ms`
      change(db, sql, hold, cost.usd, cost.unpriced, nowMs + holdMs)
    },
  ),

  'agentHolds.release': write((db, { hold }: { hold: number }): void => {
    change(db, `DELETE FROM agent_holds WHERE id = ?`, hold)
  }),
}
