import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { titlesOf, type PromiseMap } from '../../support/promises/promise-map.ts'
import { isMyTurn, isShared } from '../../support/turn.ts'

/** One run of so many runs a page test that shows no promise. */
const pageTurns = 3

/** Matches the titles of tests of test/promises.json, as Playwright joins those of groups and tests. */
function promisedTests(): RegExp {
  const map = JSON.parse(readFileSync(join(projectRoot, 'test', 'promises.json'), 'utf8')) as PromiseMap
  const titles = Object.values(map).flatMap(titlesOf)
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

/**
 * Matches, by all of its titles and tags, a test that is not run this time. Those tagged `@full` are expensive variants
 * of what others show: one run of twelve has them. In `npm test`, a page test that shows nothing of what README,
 * features and help promise is in one run of three; `npm run test:full` and Playwright by itself run all of them.
 */
class OutOfTurn extends RegExp {
  override test(titles: string): boolean {
    if (super.test(titles)) return !isMyTurn(titles)
    return isShared && titles.startsWith('page ') && !promised.test(titles) && !isMyTurn(titles, pageTurns)
  }
}

export const outOfTurn = new OutOfTurn('@full\\b')
