import type { SQLInputValue } from 'node:sqlite'
import {
  ledgerEntrySchema,
  type AttemptEnd,
  type LedgerEntry,
  type NewAttempt,
  type SpendRow,
} from '../../../shared/domain/ledger.ts'

/** An entry of the ledger as it is opened. */
export type OpenedRow = NewAttempt & Pick<LedgerEntry, 'startedBy'> & { readonly day: string }

/** What may be said of an attempt after it was opened. */
export type LedgerChange = Partial<AttemptEnd>

const columns: Record<keyof LedgerChange, string> = {
  endedAtMs: 'ended_at_ms',
  picturesCame: 'pictures_came',
  outcome: 'outcome',
  billed: 'billed',
  realUsd: 'real_usd',
  usage: 'usage',
  requestId: 'request_id',
  handle: 'handle',
  words: 'words',
}

export function insertedValues(row: OpenedRow): Record<string, SQLInputValue> {
  return {
    day: row.day,
    at_ms: row.atMs,
    call_id: row.callId,
    run_id: row.runId,
    document_id: row.documentId,
    provider: row.provider,
    model: row.model,
    operation: row.operation,
    pictures: row.pictures,
    estimate_usd: row.estimateUsd,
    estimate_as_of: row.estimateAsOf,
    started_by: row.startedBy,
  }
}

export function changedValues(change: LedgerChange): Record<string, SQLInputValue> {
  const names = (Object.keys(columns) as (keyof LedgerChange)[]).filter((name) => change[name] !== undefined)
  return Object.fromEntries(names.map((name) => [columns[name], toColumn(change[name])]))
}

function toColumn(value: LedgerChange[keyof LedgerChange]): SQLInputValue {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null)
}

export function toLedgerEntry(row: Record<string, unknown>): LedgerEntry {
  return ledgerEntrySchema.parse({
    id: row['id'],
    atMs: row['at_ms'],
    endedAtMs: row['ended_at_ms'],
    callId: row['call_id'],
    runId: row['run_id'],
    documentId: row['document_id'],
    provider: row['provider'],
    model: row['model'],
    operation: row['operation'],
    pictures: row['pictures'],
    picturesCame: row['pictures_came'],
    outcome: row['outcome'],
    billed: row['billed'],
    estimateUsd: row['estimate_usd'],
    estimateAsOf: row['estimate_as_of'],
    realUsd: row['real_usd'],
    usage: JSON.parse(String(row['usage'])),
    requestId: row['request_id'],
    handle: row['handle'],
    words: row['words'],
    startedBy: row['started_by'],
  })
}

export function toSpendRow(row: Record<string, unknown>): SpendRow {
  return {
    key: String(row['key']),
    usd: Number(row['usd']),
    perhapsUsd: Number(row['perhaps_usd']),
    unpriced: Number(row['unpriced']),
    attempts: Number(row['attempts']),
    pictures: Number(row['pictures']),
  }
}
