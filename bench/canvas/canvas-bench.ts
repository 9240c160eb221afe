/**
 * Benchmarks the canvas without its window: strokes, refining, and operations on whole large masks. Times are thread
 * CPU time. Prints a table, or writes its rows to the given path; group names after it restrict the run to those. Runs
 * on Electron's Node: ELECTRON_RUN_AS_NODE=1 <electron> bench/canvas/canvas-bench.ts
 */
import { writeFileSync } from 'node:fs'
import type { Row } from '../report/row.ts'
import { toTable } from '../report/table.ts'
import { refineRows } from './refining.ts'
import { strokeRows } from './strokes.ts'
import { wholeMaskRows } from './whole-masks.ts'

const groups: Readonly<Record<string, () => Promise<Row[]>>> = {
  strokes: strokeRows,
  refining: refineRows,
  'whole-masks': wholeMaskRows,
}

const [rowsPath, ...names] = process.argv.slice(2)
const rows: Row[] = []
for (const [name, measure] of Object.entries(groups)) {
  if (names.length === 0 || names.includes(name)) rows.push(...(await measure()))
}
if (rowsPath === undefined || rowsPath === '-') console.log(toTable(rows))
else writeFileSync(rowsPath, JSON.stringify(rows))
