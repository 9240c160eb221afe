import { writeFile } from 'node:fs/promises'
import type { Row } from '../report/row.ts'
import { toTable } from '../report/table.ts'

/** Writes the rows to the path that the program was given, or prints their table. */
export async function writeRows(rows: readonly Row[]): Promise<void> {
  const [, , path] = process.argv
  if (path === undefined) console.log(toTable(rows))
  else await writeFile(path, JSON.stringify(rows))
}
