import { read } from './operation.ts'
import { allRows, oneRow } from './statement.ts'

export const version = {
  /** Reads the entire file. */
  'database.isSound': read((db, _input: null): boolean => {
    const rows = allRows(db, 'PRAGMA quick_check')
    return rows.length === 1 && rows[0]?.['quick_check'] === 'ok'
  }),

  /** A number that changes whenever another connection has written (SQLite, `PRAGMA data_version`). */
  'database.version': read((db, _input: null): number => Number(oneRow(db, 'PRAGMA data_version')?.['data_version'])),
}
