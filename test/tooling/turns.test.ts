import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { readPromiseMap, titlesOf } from '../support/promises/promise-map.ts'

afterEach(() => vi.unstubAllEnvs())

/** How many of twelve runs of `npm test` leave a test out. */
async function timesLeftOut(titles: string, variables: Readonly<Record<string, string>> = {}): Promise<number> {
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

const promised = 'page canvas.page.ts painting many strokes can be undone one by one'
const other = 'page canvas.page.ts typing into a field switches no tool'

it('a page test that shows a promise is in every run, another one in one of three', async () => {
  expect(await timesLeftOut(promised)).toBe(0)
  expect(
    await timesLeftOut('page services.page.ts 3 services take a key, pass their test and make an image @share'),
  ).toBe(0)
  expect(await timesLeftOut(other)).toBe(8)
  expect(
    await timesLeftOut('page a.page.ts an unknown test that begins with many strokes can be undone one by one too'),
  ).toBe(8)
})

it('a window test is in every run, and a variant of what others show in one of twelve', async () => {
  expect(await timesLeftOut('window kills.e2e.ts one kill')).toBe(0)
  expect(await timesLeftOut('window languages.e2e.ts the window in Japanese @full')).toBe(11)
})

it('the full run leaves nothing out', async () => {
  for (const titles of [other, `${other} @full`]) expect(await timesLeftOut(titles, { ATELIER_FULL: '1' })).toBe(0)
})

it('every promise is shown in every run, not only in turns', async () => {
  const inTurns = /(?:itInTurn\(\s*|\b(?:test|it)\(\s*(?=(?:'[^']*'|`[^`]*`),\s*\{ tag: '@full' \}))['`]([^'`]+)['`]/g
  const titles = new Set<string>()
  for await (const path of glob('test/{integration,page,e2e}/**/*.{test,page,e2e}.ts', { cwd: projectRoot })) {
    const source = await readFile(join(projectRoot, path), 'utf8')
    for (const [, title = ''] of source.matchAll(inTurns)) titles.add(title)
  }
  expect(titles.size).toBeGreaterThan(5)
  const entries = Object.entries(await readPromiseMap()).map(([id, entry]) => ({ id, tests: titlesOf(entry) }))
  const onlyInTurns = entries.filter(({ tests }) => tests.length > 0 && tests.every((title) => titles.has(title)))
  expect(onlyInTurns).toEqual([])
})
