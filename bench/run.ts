import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../scripts/setup/project.mjs'
import { budgetsSchema, checkBudgets, toBudgetTable } from './report/budget.ts'
import { toGrowthChart } from './report/growth-chart.ts'
import { addToHistory, historySchema, printHistory, printHistoryFile } from './report/history.ts'
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
  { name: 'megapixels', script: 'bench/growth/megapixels.ts' },
  { name: 'jobs', script: 'bench/growth/jobs.ts' },
  { name: 'cores', script: 'bench/growth/cores.ts' },
  { name: 'peers', script: 'bench/peers/peers-bench.ts' },
]

/** Only what the budget needs of areas that take minutes as a whole. */
const budgetAreas: readonly Area[] = [
  { name: 'window', script: 'bench/window/window-bench.ts' },
  { name: 'imaging', script: 'bench/imaging/imaging-bench.ts', part: 'thumbnails' },
  { name: 'laying', script: 'bench/edit/edit-bench.ts', part: 'files' },
  { name: 'answers', script: 'bench/providers/providers-bench.ts', part: 'answers' },
]

/** Areas that belong together, by a name of their own. */
const groups: Readonly<Record<string, readonly string[]>> = { growth: ['library', 'megapixels', 'jobs', 'cores'] }

const charts = [
  {
    area: 'library',
    file: 'library',
    title: 'Time over the number of images in the library',
    sizes: 'images',
    unit: 'ms',
  },
  { area: 'megapixels', file: 'megapixels', title: 'Time over the size of an image', sizes: 'megapixels', unit: 'ms' },
  {
    area: 'megapixels',
    file: 'memory',
    title: 'Peak memory over the size of an image',
    sizes: 'megapixels',
    unit: 'MB',
  },
  { area: 'jobs', file: 'jobs', title: 'Time over the number of jobs queued at once', sizes: 'jobs', unit: 'ms' },
  { area: 'cores', file: 'cores', title: 'Time over the number of processor cores', sizes: 'cores', unit: 'ms' },
]

const resultsPath = join(projectRoot, 'bench', 'results.md')

/**
 * Runs the areas (all, or those named) and prints a table of each. `--keep` saves them: the tables to bench/results.md,
 * a point for each row to bench/history.json and its page, and the curves of what grows to docs/charts.
 */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--budget')) return guard()
  const names = args.filter((word) => word !== '--keep').flatMap((name) => groups[name] ?? [name])
  const chosen = names.length === 0 ? areas : areas.filter(({ name }) => names.includes(name))
  const unknown = names.filter((name) => !areas.some((area) => area.name === name))
  if (unknown.length > 0) {
    const known = [...new Set(areas.map(({ name }) => name)), ...Object.keys(groups)]
    console.error(`No such measurement: ${unknown.join(', ')}. Known: ${known.join(', ')}.`)
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
  const date = new Date().toISOString().slice(0, 10)
  const kept = new Map(before)
  for (const [name, measured] of rows) kept.set(name, `${date}, ${machine}\n\n${toTable(measured)}`)
  await writeFile(resultsPath, printResults(kept))
  await keepHistory(date, rows)
  for (const { area, file, ...texts } of charts) {
    const chart = toGrowthChart(rows.get(area) ?? [], texts)
    if (chart !== null) await writeFile(join(projectRoot, 'docs', 'charts', `growth-${file}.svg`), chart)
  }
}

async function keepHistory(date: string, rows: ReadonlyMap<string, readonly Row[]>): Promise<void> {
  const path = join(projectRoot, 'bench', 'history.json')
  const history = addToHistory(historySchema.parse(JSON.parse(await readFile(path, 'utf8'))), date, rows)
  await writeFile(path, printHistoryFile(history))
  await writeFile(path.replace(/json$/, 'md'), printHistory(history))
}

process.exitCode = await main(process.argv.slice(2))
