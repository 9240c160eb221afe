import { read } from './operation.ts'
import { oneRow } from './statement.ts'

export const version = {
  /** A number that changes whenever another connection has written (SQLite, `PRAGMA data_version`). */
  'database.version': read((db, _input: null): number => Number(oneRow(db, 'PRAGMA data_version')?.['data_version'])),
}
