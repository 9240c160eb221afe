import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

type Row = Record<string, unknown>

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>()

/** Returns a statement, prepared once per database. */
export function statement(db: DatabaseSync, sql: string): StatementSync {
  let known = statements.get(db)
  if (known === undefined) statements.set(db, (known = new Map()))
  let found = known.get(sql)
  if (found === undefined) known.set(sql, (found = db.prepare(sql)))
  return found
}

export function allRows(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row[] {
  return statement(db, sql).all(...values)
}

export function oneRow(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row | null {
  return statement(db, sql).get(...values) ?? null
}

/** Returns a text column's value; empty where it is NULL. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Returns how many rows changed. */
export function change(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): number {
  return Number(statement(db, sql).run(...values).changes)
}

/** Returns the new row's rowid. */
export function insertRow(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): number {
  return Number(statement(db, sql).run(...values).lastInsertRowid)
}
