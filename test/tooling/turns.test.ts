import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { turnOf } from '../../scripts/checks/turn.mjs'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { drivingLevels, isInEveryRun, readPromiseMap, titlesOf } from '../support/promises/promise-map.ts'
import { readTestTitles } from '../support/promises/read-test-titles.ts'

afterEach(() => vi.unstubAllEnvs())

type Variables = Readonly<Record<string, string | undefined>>

async function inEachTurn(look: (outOfTurn: RegExp) => void, variables: Variables = {}): Promise<void> {
  for (let turn = 1; turn <= 12; turn += 1) {
    vi.resetModules()
    vi.stubEnv('ATELIER_TURN', String(turn))
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    const { outOfTurn } = await import('../support/out-of-turn.ts')
    look(outOfTurn)
  }
}

/** How many of twelve runs of `npm test` leave a test out. */
async function timesLeftOut(titles: string, variables: Variables = {}): Promise<number> {
  let times = 0
  await inEachTurn((outOfTurn) => void (times += outOfTurn.test(titles) ? 1 : 0), variables)
  return times
}

/** The first test of a promise. */
const promised = 'page canvas.page.ts painting many strokes can be undone one by one'
const other = 'page canvas.page.ts typing into a field switches no tool'

it('the first test of a promise is in every run, another page test in one of twelve', async () => {
  expect(await timesLeftOut(promised)).toBe(0)
  expect(await timesLeftOut('page services.page.ts 3 services take a key, pass their test and make an image')).toBe(0)
  expect(await timesLeftOut(other)).toBe(11)
  expect(await timesLeftOut('page money.page.ts a limit asks')).toBe(0)
  expect(
    await timesLeftOut('page a.page.ts an unknown test that begins with many strokes can be undone one by one too'),
  ).toBe(11)
})

it('a test in a file that was just changed is in every run, but not a long one', async () => {
  const variables = { ATELIER_CHANGED: 'test/page/canvas.page.ts test/integration/automation/own-server.test.ts' }
  expect(await timesLeftOut(other, variables)).toBe(0)
  expect(await timesLeftOut(`${other} @full`, variables)).toBe(11)
  expect(await timesLeftOut('commands test/integration/automation/own-server.test.ts one', variables)).toBe(0)
  expect(await timesLeftOut('page mask-canvas.page.ts one', variables)).toBe(11)
})

it('a window test is in one run of three, but for the first of each promise and what guards keys and money', async () => {
  expect(await timesLeftOut('window kills.e2e.ts a grid survives')).toBe(8)
  expect(await timesLeftOut('window kept-key.e2e.ts uses a key only for its host')).toBe(0)
  expect(await timesLeftOut('page edit-plan.page.ts a plan sends nothing twice')).toBe(0)
  expect(await timesLeftOut('window kills.e2e.ts 1 kills during strokes lose at most the last second of work')).toBe(0)
})

it('a variant of what others show is in one run of twelve', async () => {
  expect(await timesLeftOut('window languages.e2e.ts the window in Japanese @full')).toBe(11)
  expect(await timesLeftOut('window soak.e2e.ts after many operations @full')).toBe(11)
})

it('commands of a file take turns together, but for the first of each promise and what guards money', async () => {
  const file = 'commands test/integration/automation/own-server.test.ts'
  expect(await timesLeftOut(`${file} one`)).toBe(11)
  expect(await timesLeftOut(`${file} one`, { ATELIER_TURN: String(turnOf(file)) })).toBe(0)
  expect(await timesLeftOut(`${file} another`, { ATELIER_TURN: String(turnOf(file)) })).toBe(0)
  expect(
    await timesLeftOut(`${file} fill fills the white part of the mask, reports the result, and adds it to the library`),
  ).toBe(0)
  expect(await timesLeftOut('commands test/integration/automation/money.test.ts one')).toBe(0)
  expect(await timesLeftOut('commands test/integration/automation/grid.test.ts is paid for nothing twice')).toBe(11)
  expect(
    await timesLeftOut('commands test/integration/automation/grid.test.ts goes on, and pays for nothing twice'),
  ).toBe(0)
})

it('another integration test is in every run unless it is tagged', async () => {
  expect(await timesLeftOut('integration test/integration/jobs/jobs.test.ts a fill is stored')).toBe(0)
  expect(await timesLeftOut('integration test/integration/jobs/jobs.test.ts a fill is stored @full')).toBe(11)
})

it('the full run leaves nothing out, nor do tests that are run by themselves', async () => {
  for (const titles of [other, `${other} @full`]) {
    expect(await timesLeftOut(titles, { ATELIER_FULL: '1' })).toBe(0)
    expect(await timesLeftOut(titles, { ATELIER_TURN: undefined })).toBe(0)
  }
})

it('every promise of README and features is shown in every run, by a test that drives the program where one does', async () => {
  const tests = await readTestTitles()
  const tagged = await readTagged()
  expect(tagged.size).toBeGreaterThan(20)
  const leftOut = new Set<string>()
  await inEachTurn((outOfTurn) => {
    for (const { title, level, file } of tests) {
      const titles = [level, file, title.replaceAll(' › ', ' '), ...(tagged.has(title) ? ['@full'] : [])]
      if (outOfTurn.test(titles.join(' '))) leftOut.add(title)
    }
  })
  const levels = new Map(tests.map(({ title, level }) => [title, level]))
  // A part with its real processes is enough here: what drives the whole takes turns.
  const drives = (title: string) => [...drivingLevels, 'integration'].some((level) => level === levels.get(title))
  const promises = Object.entries(await readPromiseMap()).filter(([id]) => isInEveryRun(id))
  const entries = promises.map(([id, entry]) => ({ id, titles: titlesOf(entry) }))
  const wrong = entries.filter(({ titles }) => {
    const shown = titles.filter((title) => !leftOut.has(title))
    return titles.length > 0 && (shown.length === 0 || (titles.some(drives) && !shown.some(drives)))
  })
  expect(wrong).toEqual([])
})

it('what takes turns by file or test does not take turns again within: some would never be run', async () => {
  const found: string[] = []
  for await (const path of glob('test/{page,e2e,integration/automation}/**/*.ts', { cwd: projectRoot })) {
    const source = await readFile(join(projectRoot, path), 'utf8')
    if (source.includes('isMyTurn')) found.push(path)
  }
  expect(found.toSorted()).toEqual([
    // Both ask how often the test itself is run.
    'test/e2e/support/axe.ts',
    'test/page/services.page.ts',
  ])
})

/** The last part of the titles that are tagged as long, in both runners. */
async function readTagged(): Promise<ReadonlySet<string>> {
  const call =
    /\b(?:test|it)(?:\.each\([^\n]*?\))?\(\s*(?=(?:'[^']*'|`[^`]*`),\s*\{ tags?: (?:\[[^\]]*)?'@?full)['`]([^'`]+)['`]/g
  const tagged = new Set<string>()
  for await (const path of glob('test/{integration,page,e2e}/**/*.{test,page,e2e}.ts', { cwd: projectRoot })) {
    const source = await readFile(join(projectRoot, path), 'utf8')
    for (const [, title = ''] of source.matchAll(call)) tagged.add(title)
  }
  return tagged
}
