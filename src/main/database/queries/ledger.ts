import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import {
  ledgerEntrySchema,
  type AttemptEnd,
  type DaySpan,
  type LedgerEntry,
  type NewAttempt,
  type SpendRow,
} from '../../../shared/domain/ledger.ts'
import { exceedsLimit } from '../../../shared/util/exceeds-limit.ts'
import { price, readCommitted, sumOf, type CommittedInput, type Committeds } from './ledger-committed.ts'
import { read, write } from './operation.ts'
import { allRows, change, insertRow, oneRow } from './statement.ts'

const columnNames: Record<keyof LedgerChange, string> = {
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

export interface LedgerQuery extends DaySpan {
  readonly provider?: string | null | undefined
  readonly model?: string | null | undefined
  readonly outcome?: string | null | undefined
  readonly billed?: string | null | undefined
  /** The last entry of the previous page. */
  readonly before?: number | null | undefined
  readonly limit: number
}

interface HoldInput extends CommittedInput {
  readonly usd: number
  readonly holdMs: number
  /** null = no limit, or exceeding it is approved. */
  readonly limits: { readonly run: number | null; readonly day: number | null; readonly month: number | null }
}

const sums = `
  ${sumOf(price, `billed = 'yes'`)} AS usd,
  ${sumOf(price, `billed = 'unknown'`)} AS perhaps_usd,
  count(*) FILTER (WHERE billed <> 'no' AND ${price} IS NULL) AS unpriced,
  count(*) AS attempts,
  coalesce(sum(pictures_came), 0) AS pictures`
const dearest = 'usd DESC, perhaps_usd DESC, key'
const groupings = {
  day: { key: 'day', columns: 'day', order: 'day' },
  provider: { key: 'provider', columns: 'provider', order: dearest },
  model: { key: `provider || '/' || model`, columns: 'provider, model', order: dearest },
} as const

export const ledgerOperations = {
  'ledger.open': write((db, { row }: { row: OpenedRow }): number => insert(db, 'ledger', insertedValues(row))),

  /** An ended entry stays as it is, unless its outcome was unknown. Returns whether anything changed. */
  'ledger.change': write((db, { id, change: changes }: { id: number; change: LedgerChange }): boolean => {
    const values = changedValues(changes)
    const names = Object.keys(values)
    if (names.length === 0) return false
    const sets = names.map((name) => `${name} = ?`).join(', ')
    const sql = `UPDATE ledger SET ${sets} WHERE id = ? AND outcome IN ('under-way', 'lost')`
    return change(db, sql, ...Object.values(values), id) > 0
  }),

  /** Books an open attempt for the time at which it is sent. Returns whether it is open. */
  'ledger.redate': write((db, { id, atMs, day }: { id: number; atMs: number; day: string }): boolean => {
    const sql = `UPDATE ledger SET at_ms = ?, day = ? WHERE id = ? AND outcome = 'under-way'`
    return change(db, sql, atMs, day, id) > 0
  }),

  'ledger.findOpen': read((db, { callId }: { callId: string }): number | null => {
    const sql = `SELECT id FROM ledger WHERE call_id = ? AND outcome = 'under-way' ORDER BY id DESC LIMIT 1`
    const row = oneRow(db, sql, callId)
    return row === null ? null : Number(row['id'])
  }),

  /**
   * Closes running attempts without an unfinished job: the program ended in between. Their cost stays unknown. Returns
   * how many.
   */
  'ledger.markLost': write((db, { atMs, message }: { atMs: number; message: string }): number =>
    change(
      db,
      `UPDATE ledger SET outcome = 'lost', ended_at_ms = ?, words = ?
       WHERE outcome = 'under-way' AND NOT EXISTS (
         SELECT 1 FROM jobs WHERE state IN ('queued', 'running') AND json_extract(snapshot, '$.callId') = call_id)`,
      atMs,
      message,
    ),
  ),

  /** Newest first. */
  'ledger.list': read((db, filter: LedgerQuery): LedgerEntry[] => {
    const { where, values } = toWhere(filter)
    const sql = `SELECT * FROM ledger WHERE ${where} ORDER BY day DESC, id DESC LIMIT ?`
    return allRows(db, sql, ...values, filter.limit).map(toLedgerEntry)
  }),

  'ledger.spend': read((db, { by, ...span }: DaySpan & { by: keyof typeof groupings }): SpendRow[] => {
    const { key, columns, order } = groupings[by]
    const { where, values } = toWhere(span)
    const sql = `SELECT ${key} AS key, ${sums} FROM ledger WHERE ${where} GROUP BY ${columns} ORDER BY ${order}`
    return allRows(db, sql, ...values).map(toSpendRow)
  }),

  /** Totals over a span. */
  'ledger.total': read((db, { key, ...span }: DaySpan & { key: string }): SpendRow => {
    const { where, values } = toWhere(span)
    return toSpendRow({ key, ...oneRow(db, `SELECT ${sums} FROM ledger WHERE ${where}`, ...values) })
  }),

  'ledger.committed': read((db, input: CommittedInput): Committeds => readCommitted(db, input)),

  /**
   * Checks and reserves in one transaction: of two concurrent runs, even in two programs, the second sees the first.
   * `hold` is null where a limit is exceeded.
   */
  'ledger.hold': write((db, input: HoldInput): { committed: Committeds; hold: number | null } => {
    const { runId, usd, nowMs, holdMs, limits } = input
    change(db, `DELETE FROM ledger_holds WHERE until_ms <= ?`, nowMs)
    // The clock was set back: a hold that nobody released must not block spending until the old time comes again.
    change(db, `UPDATE ledger_holds SET until_ms = ?1 WHERE until_ms > ?1`, nowMs + holdMs)
    const committed = readCommitted(db, input)
    const isOver = (['run', 'day', 'month'] as const).some((span) => {
      const { billed, perhaps, waiting } = committed[span]
      return exceedsLimit(limits[span], billed + perhaps + waiting, usd)
    })
    if (isOver) return { committed, hold: null }
    return { committed, hold: insert(db, 'ledger_holds', { run_id: runId, usd, until_ms: nowMs + holdMs }) }
  }),

  'ledger.release': write((db, { hold }: { hold: number }): void => {
    change(db, `DELETE FROM ledger_holds WHERE id = ?`, hold)
  }),
}

function insert(db: DatabaseSync, table: string, values: Record<string, SQLInputValue>): number {
  const names = Object.keys(values)
  const marks = names.map(() => '?').join(', ')
  return insertRow(db, `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`, ...Object.values(values))
}

const conditions = [
  ['sinceDay', 'day >= ?'],
  ['untilDay', 'day <= ?'],
  ['provider', 'provider = ?'],
  ['model', 'model = ?'],
  ['outcome', 'outcome = ?'],
  ['billed', 'billed = ?'],
  ['before', '(day, id) < (SELECT day, id FROM ledger WHERE id = ?)'],
] as const

function toWhere(filter: DaySpan & Partial<LedgerQuery>): { where: string; values: SQLInputValue[] } {
  const filters = conditions.flatMap(([name, sql]) => {
    const value = filter[name]
    return value === null || value === undefined ? [] : [{ sql, value }]
  })
  return { where: filters.map(({ sql }) => sql).join(' AND ') || 'TRUE', values: filters.map(({ value }) => value) }
}

/** A ledger entry when it is opened. */
type OpenedRow = NewAttempt & Pick<LedgerEntry, 'startedBy'> & { readonly day: string }

/** What may be changed in an attempt after it was opened. */
type LedgerChange = Partial<AttemptEnd>

function insertedValues(row: OpenedRow): Record<string, SQLInputValue> {
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

function changedValues(changes: LedgerChange): Record<string, SQLInputValue> {
  const names = (Object.keys(columnNames) as (keyof LedgerChange)[]).filter((name) => changes[name] !== undefined)
  return Object.fromEntries(names.map((name) => [columnNames[name], toColumn(changes[name])]))
}

function toColumn(value: LedgerChange[keyof LedgerChange]): SQLInputValue {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null)
}

function toLedgerEntry(row: Record<string, unknown>): LedgerEntry {
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

function toSpendRow(row: Record<string, unknown>): SpendRow {
  return {
    key: String(row['key']),
    usd: Number(row['usd']),
    perhapsUsd: Number(row['perhaps_usd']),
    unpriced: Number(row['unpriced']),
    attempts: Number(row['attempts']),
    pictures: Number(row['pictures']),
  }
}
