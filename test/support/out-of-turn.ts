import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { turnCount } from '../../scripts/checks/turn.mjs'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { isInEveryRun, titlesOf, type PromiseMap } from './promises/promise-map.ts'
import { isMyTurn, isShared } from './turn.ts'

/** What stands in a title for what each row of a table is named: `${name}`, `$name`, `%i`. */
const placeholder = /\$\{[^}]+\}|\$[\w.]+|%[sdifjo]/

/** Matches the titles of the first tests of each promise of README and features (test/promises.json), as the runners join them. */
function promisedTests(): RegExp {
  const map = JSON.parse(readFileSync(join(projectRoot, 'test', 'promises.json'), 'utf8')) as PromiseMap
  const promises = Object.entries(map).filter(([id]) => isInEveryRun(id))
  const titles = promises.flatMap(([, entry]) => titlesOf(entry).slice(0, 1))
  const patterns = titles.map((title) =>
    title
      .replaceAll(' › ', ' ')
      .split(placeholder)
      .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
      .join('.+'),
  )
  return new RegExp(` (?:${[...new Set(patterns)].join('|')})(?: @\\w+)*$`)
}

const promised = promisedTests()

/** Tests through the whole program, by page or command line: each starts much that it is not about. */
const throughAll = /^(?:page|commands) /

/** Tests of starts and ends of the program, the dearest of all. */
const throughStarts = /^window /

/** Commands of one file may build on what the ones before them left: those that take turns do so together. */
const turnName = (titles: string) => /^commands \S+/.exec(titles)?.[0] ?? titles

/**
 * What protects keys, money and files is tried in every run, promised or not. What a kill of the whole window does to
 * money, `integration/jobs/*-kill.test.ts` tries in every run.
 */
const guards =
  /^(?:page (?:hijacked-\w+|money|agents)\.page\.ts|window (?:security|kept-key)\.e2e\.ts|commands \S+\/(?:batch|mcp-hostile|mcp-limits|money|queue)\.test\.ts) |^(?:page|commands) .*(?:pays? for nothing twice|pays once|sends? nothing|over a limit|billed|already sent)/

/** Files of tests that are not committed or that the last commit changed (scripts/test.mjs). */
const changed = (process.env['ATELIER_CHANGED'] ?? '').split(' ').filter((path) => path !== '')

/** Whether the file in these titles, whole or below its project's folder, is one of them. */
function isChanged(titles: string): boolean {
  const [, file = ''] = titles.split(' ')
  return file !== '' && changed.some((path) => path === file || path.endsWith(`/${file}`))
}

/**
 * Of how many runs of `npm test` one has a test: 1 = it is in every run.
 * @param titles all of its titles and tags: `page view.page.ts zooms`,
 * `integration test/integration/jobs/edits.test.ts a fill keeps all @full`. `@full` marks long searches for faults, and
 * expensive variants of what others show.
 */
export function runsPerTurn(titles: string): number {
  if (/@full\b/.test(titles)) return turnCount
  if (promised.test(titles) || guards.test(titles) || isChanged(titles)) return 1
  if (throughAll.test(titles)) return turnCount
  return throughStarts.test(titles) ? 3 : 1
}

/** Matches what this run of `npm test` leaves out. By themselves, without a turn, all tests run. */
class OutOfTurn extends RegExp {
  override test(titles: string): boolean {
    return isShared && !isMyTurn(turnName(titles), runsPerTurn(titles))
  }
}

export const outOfTurn = new OutOfTurn('')
