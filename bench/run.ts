import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../scripts/setup/project.mjs'
import { budgetsSchema, checkBudgets, toBudgetTable } from './report/budget.ts'
import type { Row } from './report/row.ts'
import { parseResults, printResults } from './report/results-page.ts'
import { runArea, type Area } from './report/run-area.ts'
import { toTable } from './report/table.ts'

const areas: readonly Area[] = [
  { name: 'window', script: 'bench/window/window-bench.ts' },
  { name: 'painting', script: 'bench/window/painting-bench.ts' },
  { name: 'large', script: 'bench/window/large-image-bench.ts' },
  { name: 'gallery', script: 'bench/gallery/gallery-bench.ts' },
  { name: 'canvas', script: 'bench/canvas/canvas-bench.ts' },
  { name: 'canvas', script: 'bench/canvas/masks.ts' },
  { name: 'library', script: 'bench/library/library-bench.ts' },
  { name: 'imaging', script: 'bench/imaging/imaging-bench.ts' },
  { name: 'edit', script: 'bench/edit/edit-bench.ts' },
  { name: 'providers', script: 'bench/providers/providers-bench.ts' },
  { name: 'library', script: 'bench/library/family-bench.ts' },
  { name: 'library', script: 'bench/library/vectors-bench.ts' },
  { name: 'library', script: 'bench/library/value-bench.ts' },
  { name: 'vision', script: 'bench/vision/embedding-bench.ts' },
  { name: 'map', script: 'bench/library/map-bench.ts' },
  { name: 'import', script: 'bench/library/import-bench.ts' },
  { name: 'compare', script: 'bench/compare/compare-bench.ts' },
  { name: 'grids', script: 'bench/compare/grid-bench.ts' },
  { name: 'agents', script: 'bench/agents/agents-bench.ts' },
  { name: 'command', script: 'bench/automation/command-bench.ts' },
  { name: 'download', script: 'bench/download/download-bench.ts' },
  { name: 'local', script: 'bench/local/local-bench.ts' },
  { name: 'peers', script: 'bench/peers/peers-bench.ts' },
]

/** Only what the budget needs of areas that take minutes as a whole. */
const budgetAreas: readonly Area[] = [
  { name: 'window', script: 'bench/window/window-bench.ts' },
  { name: 'imaging', script: 'bench/imaging/imaging-bench.ts', part: 'thumbnails' },
  { name: 'laying', script: 'bench/edit/edit-bench.ts', part: 'files' },
  { name: 'answers', script: 'bench/providers/providers-bench.ts', part: 'answers' },
]

const resultsPath = join(projectRoot, 'bench', 'results.md')

/** Runs the areas (all, or those named) and prints a table of each. `--keep` saves them to bench/results.md. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--budget')) return guard()
  const names = args.filter((word) => word !== '--keep')
  const chosen = names.length === 0 ? areas : areas.filter(({ name }) => names.includes(name))
  const unknown = names.filter((name) => !areas.some((area) => area.name === name))
  if (unknown.length > 0) {
    console.error(`No such measurement: ${unknown.join(', ')}. Known: ${areas.map(({ name }) => name).join(', ')}.`)
    return 2
  }
  const { rows, hasFailed } = await measure(chosen)
  for (const [name, measured] of rows) console.log(`${name}\n${toTable(measured)}\n`)
  if (args.includes('--keep')) await keep(rows)
  return hasFailed ? 1 : 0
}

/** Measures what `bench/budget.json` limits, within minutes, and fails if a ratio has gotten worse. */
async function guard(): Promise<number> {
  const budgets = budgetsSchema.parse(JSON.parse(await readFile(join(projectRoot, 'bench', 'budget.json'), 'utf8')))
  const { rows } = await measure(budgetAreas)
  const results = checkBudgets(budgets, rows)
  console.log(toBudgetTable(results))
  return results.some(({ isExceeded }) => isExceeded) ? 1 : 0
}

async function measure(
  chosen: readonly Area[],
): Promise<{ readonly rows: ReadonlyMap<string, readonly Row[]>; readonly hasFailed: boolean }> {
  const rows = new Map<string, readonly Row[]>()
  let hasFailed = false
  for (const area of chosen) {
    console.error(`Measuring: ${area.name} …`)
    const result = await runArea(area)
    if ('rows' in result) rows.set(area.name, [...(rows.get(area.name) ?? []), ...result.rows])
    else {
      console.error(result.failure)
      hasFailed = true
    }
  }
  return { rows, hasFailed }
}

/** Keeps previous results of areas that were not measured or did not finish. */
async function keep(rows: ReadonlyMap<string, readonly Row[]>): Promise<void> {
  const before = parseResults(await readFile(resultsPath, 'utf8'))
  const machine = `${type()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`
  const when = `${new Date().toISOString().slice(0, 10)}, ${machine}`
  const kept = new Map(before)
  for (const [name, measured] of rows) kept.set(name, `${when}\n\n${toTable(measured)}`)
  await writeFile(resultsPath, printResults(kept))
}

process.exitCode = await main(process.argv.slice(2))
