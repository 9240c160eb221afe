import type { DatabaseSync } from 'node:sqlite'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { JobId } from '../../src/shared/domain/ids.ts'
import type { Billed } from '../../src/shared/domain/job.ts'
import { ledgerOutcomeSchema } from '../../src/shared/domain/ledger.ts'
import { addDays } from '../../src/shared/util/local-day.ts'
import { buildJob } from './build-job.ts'
import { openMemoryDatabase } from './open-memory-database.ts'

export const ledgerRows = 100_000
export const ledgerLastDay = '2026-11-20'
const days = 730
const providers = ['openai', 'bfl', 'gemini', 'stability', 'fal']
const billings: Billed[] = ['yes', 'yes', 'yes', 'yes', 'no', 'unknown']
const outcomes = ledgerOutcomeSchema.options

/**
 * Two years of 137 attempts a day at five services with four models each, twenty pending jobs, and many finished ones.
 */
export function openFilledLedger(): DatabaseSync {
  const db = openMemoryDatabase()
  const insert = db.prepare(
    `INSERT INTO ledger (day, at_ms, call_id, run_id, provider, model, operation, pictures, pictures_came, outcome,
       billed, estimate_usd, real_usd, started_by) VALUES (?, ?, ?, ?, ?, ?, 'generate', 1, 1, ?, ?, ?, ?, 'window')`,
  )
  db.exec('BEGIN')
  for (let n = 0; n < ledgerRows; n++) {
    const provider = providers[n % 5]!
    insert.run(
      addDays(ledgerLastDay, Math.floor((n * days) / ledgerRows) - days + 1),
      n,
      `call-${n}`,
      `run-${Math.floor(n / 4)}`,
      provider,
      `${provider}-${n % 4}`,
      n % 50 === 0 ? outcomes[n % outcomes.length]! : 'done',
      billings[n % billings.length]!,
      n % 97 === 0 ? null : 0.04,
      n % 2 === 0 ? 0.05 : null,
    )
  }
  for (let n = 0; n < 20; n++) {
    const job = buildJob({ id: newId<JobId>(), callId: `queued-${n}`, runId: 'run-q', estimateUsd: 0.25 })
    allOperations['jobs.save'].run(db, { job })
  }
  for (let n = 0; n < 2_000; n++) allOperations['jobs.save'].run(db, { job: buildJob({ state: 'done' }) })
  db.exec('COMMIT; ANALYZE')
  return db
}
