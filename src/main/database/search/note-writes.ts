import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

/**
 * Calls `note` with a column's value of each row of a table that this connection inserts, updates or deletes. With
 * temporary triggers, so that other programs need not define the function.
 */
export function noteWrites(
  db: DatabaseSync,
  table: string,
  column: string,
  note: (value: SQLOutputValue) => void,
): void {
  const name = `note_${table}`
  db.function(name, {}, (value) => {
    note(value)
    return null
  })
  for (const [event, row] of [
    ['INSERT', 'new'],
    ['UPDATE', 'new'],
    ['DELETE', 'old'],
  ] as const) {
    db.exec(`CREATE TEMP TRIGGER IF NOT EXISTS ${name}_${event} AFTER ${event} ON main.${table} BEGIN
      SELECT ${name}(${row}.${column});
    END`)
  }
}
