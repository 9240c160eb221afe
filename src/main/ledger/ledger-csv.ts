import { z } from 'zod'
import type { LedgerEntry } from '../../shared/domain/ledger.ts'

/** An entry in the format of the command line and of files. */
export const ledgerRowSchema = z.object({
  /** ISO 8601, UTC. */
  time: z.string(),
  provider: z.string(),
  model: z.string(),
  operation: z.string(),
  outcome: z.string(),
  billed: z.string(),
  estimate_usd: z.number().nullable(),
  real_usd: z.number().nullable(),
  request_id: z.string().nullable(),
})
export type LedgerRow = z.output<typeof ledgerRowSchema>

export function toLedgerRow(entry: LedgerEntry): LedgerRow {
  return {
    time: new Date(entry.atMs).toISOString(),
    provider: entry.provider,
    model: entry.model,
    operation: entry.operation,
    outcome: entry.outcome,
    billed: entry.billed,
    estimate_usd: entry.estimateUsd,
    real_usd: entry.realUsd,
    request_id: entry.requestId,
  }
}

const columns = Object.keys(ledgerRowSchema.shape) as (keyof LedgerRow)[]

/** RFC 4180: comma-separated fields; the CR LF at the end of lines is not included. */
export const csvHeader = columns.join(',')

export function csvLine(entry: LedgerEntry): string {
  const row = toLedgerRow(entry)
  return columns.map((name) => toField(row[name])).join(',')
}

function toField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return plainNumber(value)
  // Spreadsheets would evaluate a value that starts like this; an apostrophe makes it text.
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Formats without an exponent: 0.0000004, not 4e-7. */
function plainNumber(value: number): string {
  return value >= 1e-6 || value === 0 ? String(value) : value.toFixed(12).replace(/0+$/, '')
}
