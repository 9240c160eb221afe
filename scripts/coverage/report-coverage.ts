import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { areasBelow, type Figures } from './areas.ts'
import { lostRows, reportRows } from './coverage-report.ts'
import { coveredByAny, keepCoverage, lostLines, readKeptCoverage } from './kept-coverage.ts'
import { readMovedLines } from './moved-lines.ts'
import { figuresOf, readCoverage } from './read-coverage.ts'
import { coverageOptions } from './options.mjs'
import { projectRoot } from '../setup/project.mjs'

/** The figures of the suite that no later one may be below, and the commit that they were measured at. */
interface KeptFigures {
  readonly commit: string
  readonly areas: Figures
}

const keptFile = join(projectRoot, 'test', 'coverage.json')

const { values } = parseArgs({ options: coverageOptions, allowPositionals: true })
const { from = [], root = projectRoot, with: others = [] } = values

const git = (...args: readonly string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })

const reading = readCoverage(from, root)
const files = coveredByAny([reading.files, ...others.map((folder) => readKeptCoverage(folder).files)])
const figures = figuresOf(files, root)
const commit = git('rev-parse', values.commit ?? 'HEAD').trim()
const kept = existsSync(keptFile) ? (JSON.parse(readFileSync(keptFile, 'utf8')) as KeptFigures) : null

console.log(reportRows(figures, kept?.areas ?? null).join('\n'))
if (reading.unmapped.length > 0) console.log(`\nWithout a map to their sources: ${reading.unmapped.join(', ')}`)
if (reading.unreadable.length > 0) console.log(`\nCut off: ${reading.unreadable.join(', ')}`)
if (values.keep !== undefined) keepCoverage(values.keep, { commit, files })
if (values.lost !== undefined) printLost(values.lost)
if (values.baseline) writeFileSync(keptFile, `${JSON.stringify({ commit, areas: figures }, null, 2)}\n`)
else if (kept !== null && areasBelow(figures, kept.areas).length > 0) process.exitCode = 1

function printLost(folder: string): void {
  const before = readKeptCoverage(folder)
  const diff = git('diff', '--unified=0', '--find-renames', '--no-color', before.commit, '--', 'src')
  const lost = lostLines(before.files, files, readMovedLines(diff))
  console.log(`\nCovered at ${before.commit.slice(0, 8)} and not now:\n${lostRows(lost).join('\n') || 'nothing'}`)
}
