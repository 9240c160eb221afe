import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** Tests through the whole program, by window or command line: each starts much that it is not about. */
const throughAll = /^(?:page|commands) /

/** Commands of one file may build on what the ones before them left: those that take turns do so together. */
const turnName = (titles: string) => /^commands \S+/.exec(titles)?.[0] ?? titles

/** What protects keys, money and files is tried in every run, promised or not. */
const guards =
  /^(?:page (?:hijacked-\w+|money|agents)\.page\.ts|commands \S+\/(?:batch|mcp-hostile|mcp-limits|money|queue)\.test\.ts) |pays? for nothing twice|pays once|sends? nothing|over a limit|billed|already sent/

/**
 * Matches, by all of its titles and tags, a test that is not run this time: `page view.page.ts zooms`,
 * `integration test/integration/jobs/edits.test.ts a fill keeps all @full`. `@full` marks long searches for faults, and expensive variants of what others
 * show: one run of twelve has them. In `npm test`, the first test of each promise of README and features is in every run, and any other test of pages or commands in one of twelve, too. By themselves, without a turn, all tests run.
 */
class OutOfTurn extends RegExp {
  override test(titles: string): boolean {
    if (!isShared || isMyTurn(turnName(titles))) return false
    return super.test(titles) || (throughAll.test(titles) && !promised.test(titles) && !guards.test(titles))
  }
}

export const outOfTurn = new OutOfTurn('@full\\b')
