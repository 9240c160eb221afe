import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { titlesOf, type PromiseMap } from '../../support/promises/promise-map.ts'
import { isMyTurn, isShared } from '../../support/turn.ts'

/** Matches the titles of the first tests of each promise of test/promises.json, as Playwright joins them. */
function promisedTests(): RegExp {
  const map = JSON.parse(readFileSync(join(projectRoot, 'test', 'promises.json'), 'utf8')) as PromiseMap
  const titles = Object.values(map).flatMap((entry) => titlesOf(entry).slice(0, 1))
  const patterns = titles.map((title) =>
    title
      .replaceAll(' › ', ' ')
      .split(/\$\{[^}]+\}/)
      .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
      .join('.+'),
  )
  return new RegExp(` (?:${[...new Set(patterns)].join('|')})(?: @\\w+)*$`)
}

const promised = promisedTests()

/** What protects keys, money and files is tried in every run, promised or not. */
const guards = /^page (?:hijacked-\w+|money|agents)\.page\.ts /

/**
 * Matches, by all of its titles and tags, a test that is not run this time. `@full` marks long searches for faults, and
 * expensive variants of what others show: one run of twelve has them. In `npm test`, the first test of each promise of
 * README, features and help is in every run, and any other page test in one of twelve, too. By themselves, without a turn,
 * all tests run.
 */
class OutOfTurn extends RegExp {
  override test(titles: string): boolean {
    if (!isShared || isMyTurn(titles)) return false
    return super.test(titles) || (titles.startsWith('page ') && !promised.test(titles) && !guards.test(titles))
  }
}

export const outOfTurn = new OutOfTurn('@full\\b')
