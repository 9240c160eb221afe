import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { drivingLevels, readPromiseMap, titlesOf } from '../support/promises/promise-map.ts'
import { readTestTitles } from '../support/promises/read-test-titles.ts'

afterEach(() => vi.unstubAllEnvs())

/** How many of twelve runs of `npm test` leave a test out. */
async function timesLeftOut(
  titles: string,
  variables: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  let times = 0
  for (let turn = 1; turn <= 12; turn += 1) {
    vi.resetModules()
    vi.stubEnv('ATELIER_TURN', String(turn))
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    const { outOfTurn } = await import('../e2e/support/out-of-turn.ts')
    if (outOfTurn.test(titles)) times += 1
  }
  return times
}

/** The first test of a promise. */
const promised = 'page canvas.page.ts painting many strokes can be undone one by one'
const other = 'page canvas.page.ts typing into a field switches no tool'

it('the first test of a promise is in every run, another page test in one of twelve', async () => {
  expect(await timesLeftOut(promised)).toBe(0)
  expect(
    await timesLeftOut('page services.page.ts 3 services take a key, pass their test and make an image @share'),
  ).toBe(0)
  expect(await timesLeftOut(other)).toBe(11)
  expect(await timesLeftOut('page money.page.ts a limit asks')).toBe(0)
  expect(
    await timesLeftOut('page a.page.ts an unknown test that begins with many strokes can be undone one by one too'),
  ).toBe(11)
})

it('a window test is in every run, and a variant of what others show in one of twelve', async () => {
  expect(await timesLeftOut('window kills.e2e.ts one kill')).toBe(0)
  expect(await timesLeftOut('window languages.e2e.ts the window in Japanese @full')).toBe(11)
  expect(await timesLeftOut('window soak.e2e.ts after many operations @share @full')).toBe(11)
})

it('the full run leaves nothing out, nor do tests that are run by themselves', async () => {
  for (const titles of [other, `${other} @full`]) {
    expect(await timesLeftOut(titles, { ATELIER_FULL: '1' })).toBe(0)
    expect(await timesLeftOut(titles, { ATELIER_TURN: undefined })).toBe(0)
  }
})

it('every promise is shown in every run, by a test that drives the program where one does', async () => {
  const inTurns =
    /(?:itInTurn\(\s*|\b(?:test|it)\(\s*(?=(?:'[^']*'|`[^`]*`),\s*\{ tag: (?:\[[^\]]*)?'@full'))['`]([^'`]+)['`]/g
  const titles = new Set<string>()
  for await (const path of glob('test/{integration,page,e2e}/**/*.{test,page,e2e}.ts', { cwd: projectRoot })) {
    const source = await readFile(join(projectRoot, path), 'utf8')
    for (const [, title = ''] of source.matchAll(inTurns)) titles.add(title)
  }
  expect(titles.size).toBeGreaterThan(5)
  const levels = new Map((await readTestTitles()).map(({ title, level }) => [title, level]))
  const drives = (title: string) => drivingLevels.some((level) => level === levels.get(title))
  const entries = Object.entries(await readPromiseMap()).map(([id, entry]) => ({ id, tests: titlesOf(entry) }))
  const firsts = new Set(entries.flatMap(({ tests }) => tests.slice(0, 1)))
  const isInEveryRun = (title: string) => !titles.has(title) && (levels.get(title) !== 'page' || firsts.has(title))
  const wrong = entries.filter(({ tests }) => {
    const shown = tests.filter(isInEveryRun)
    return tests.length > 0 && (shown.length === 0 || (tests.some(drives) && !shown.some(drives)))
  })
  expect(wrong).toEqual([])
})
