import { writeFile } from 'node:fs/promises'
import { cpus, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../scripts/setup/project.mjs'
import type { Row } from './report/row.ts'
import { runArea, type Area } from './report/run-area.ts'
import { toTable } from './report/table.ts'

const areas: readonly Area[] = [
  { name: 'window', script: 'bench/window/window-bench.ts' },
  { name: 'canvas', script: 'bench/canvas/brush.ts' },
  { name: 'imaging', script: 'bench/imaging/imaging-bench.ts' },
  { name: 'providers', script: 'bench/providers/providers-bench.ts' },
  { name: 'peers', script: 'bench/peers/peers-bench.ts' },
]

/** Runs the areas (all, or those named) and prints one table. A full run is kept in bench/results.md. */
async function main(names: readonly string[]): Promise<number> {
  const chosen = names.length === 0 ? areas : areas.filter(({ name }) => names.includes(name))
  const unknown = names.filter((name) => !areas.some((area) => area.name === name))
  if (unknown.length > 0) {
    console.error(`No such measurement: ${unknown.join(', ')}. Known: ${areas.map(({ name }) => name).join(', ')}.`)
    return 2
  }
  const rows: Row[] = []
  const failures: string[] = []
  for (const area of chosen) {
    console.error(`Measuring: ${area.name} …`)
    const result = await runArea(area)
    if ('rows' in result) rows.push(...result.rows)
    else failures.push(result.failure)
  }
  const table = toTable(rows)
  console.log([table, ...failures].join('\n'))
  if (names.length === 0) await writeFile(join(projectRoot, 'bench', 'results.md'), resultsPage(table, failures))
  return failures.length === 0 ? 0 : 1
}

function resultsPage(table: string, failures: readonly string[]): string {
  const machine = `${type()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`
  return [
    '# Measured',
    '',
    `The last run of \`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, on ${machine}. Ratios are against a baseline of the same run, so they can be compared between machines; plain numbers cannot.`,
    '',
    table,
    ...failures.flatMap((failure) => ['', failure]),
    '',
  ].join('\n')
}

process.exitCode = await main(process.argv.slice(2))
