import { describe, expect, it } from 'vitest'
import { problemsOf, readPromiseMap } from '../support/promises/promise-map.ts'
import { promisesIn, readPromises } from '../support/promises/read-promises.ts'
import { readTestTitles, titlesIn, type NamedTest } from '../support/promises/read-test-titles.ts'

it('every promise of the README, the features and the help is shown by tests that exist', async () => {
  const [promises, map, tests] = await Promise.all([readPromises(), readPromiseMap(), readTestTitles()])
  expect(promises.length).toBeGreaterThan(250)
  expect(problemsOf({ promises, map, tests })).toEqual([])
  const unproven = Object.entries(map).flatMap(([id, entry]) => ('unproven' in entry ? [id.slice(0, -7)] : []))
  // Both open the window on the sources as they are edited, or write into them.
  expect(unproven).toEqual(['readme/npm-run-dev-opens', 'readme/npm-run-screenshots-carries'])
})

describe('the map of promises', () => {
  const promises = promisesIn('docs/features.md', '- **Studio**: masks; crop.')
  const [masks = '', crop = ''] = promises.map(({ id }) => id)
  const tests: NamedTest[] = [
    { title: 'paints', level: 'window', file: 'test/e2e/canvas.e2e.ts' },
    { title: 'crops', level: 'unit', file: 'src/crop.test.ts' },
    { title: 'twice', level: 'page', file: 'test/page/one.test.ts' },
    { title: 'twice', level: 'page', file: 'test/page/other.test.ts' },
  ]
  const problems = (map: Parameters<typeof problemsOf>[0]['map']) => problemsOf({ promises, map, tests })

  it('is right where each promise has a test that drives the program, or says why not', () => {
    expect(problems({ [masks]: ['crops', 'paints'], [crop]: { only: 'system', tests: ['crops'] } })).toEqual([])
    expect(problems({ [masks]: { unproven: 'needs a pen' }, [crop]: { noPromise: 'advice' } })).toEqual([])
  })

  it('is wrong without a test, with one that is gone, is there twice or drives nothing, or for a promise that is gone', () => {
    expect(problems({ [masks]: ['paints'] })).toEqual([expect.stringContaining('no test shows “crop.”')])
    expect(problems({ [masks]: ['paints'], [crop]: ['paints', 'is gone'] })).toEqual([
      `${crop}: 0 tests have the title “is gone”`,
    ])
    expect(problems({ [masks]: ['twice'], [crop]: ['paints'] })).toEqual([`${masks}: 2 tests have the title “twice”`])
    expect(problems({ [masks]: ['paints'], [crop]: ['crops'] })).toEqual([
      `${crop}: no test of a page, the window or the command line shows it`,
    ])
    expect(problems({ [masks]: ['paints'], [crop]: ['paints'], 'features/layers-123456': ['paints'] })).toEqual([
      'features/layers-123456: there is no such promise any more',
    ])
  })
})

const textsIn = (file: string, source: string) => promisesIn(file, source).map(({ text }) => text)

describe('promises', () => {
  it('are the clauses of short texts', () => {
    const source = '# Now\n\nOne. Two\ngoes on (a; b).\n\n- **Edit**: three; four.\n\n```\nnpm start  # five\n```\n'
    expect(textsIn('README.md', source)).toEqual(['One.', 'Two goes on (a; b).', 'three', 'four.', 'npm start # five'])
  })

  it('are the blocks of the help, and the rows of tables', () => {
    const source = '# Masks\n\nOne. Two.\n\n1. Three.\n2. Four.\n\n| tool | key |\n| --- | --- |\n| lasso | L |\n'
    expect(textsIn('docs/help/en/20-masks.md', source)).toEqual(['One. Two.', 'Three.', 'Four.', '| lasso | L |'])
  })

  it('have an ID of their file and their words', () => {
    const ids = ['One two three four five.', 'One two three four six.'].map(
      (text) => promisesIn('docs/help/en/20-masks.md', text)[0]!.id,
    )
    expect(ids[0]).toMatch(/^help\/masks\/one-two-three-four-[\da-f]{6}$/)
    expect(ids[1]).not.toBe(ids[0])
  })
})

it('titles of tests are found with those of their groups, in every form', () => {
  const source = `
describe('a group', () => {
  it("is 'quoted'", async () => {})
  it.each([
    ['one', f('two')],
  ])('takes %s', () => {})
  describe('inside', () => {
    test(
      \`\${count} long ones\`,
      { tag: '@soak' },
      async () => {},
    )
  })
  it.skipIf(isWindows())('is elsewhere', () => {})
})
test.use({ sharesWindow: true })
for (const format of ['psd'] as const) {
  test(\`opens .\${format}\`, async () => {
    await test.step('a step', () => {})
  })
}
it.each<[string, number]>([['a', 1]])('is typed %s', () => {})
it('is run by one run in twelve', { tags: 'full' }, async () => {})
`
  expect(titlesIn(source)).toEqual([
    "a group › is 'quoted'",
    'a group › takes %s',
    'a group › inside › ${count} long ones',
    'a group › is elsewhere',
    'opens .${format}',
    'is typed %s',
    'is run by one run in twelve',
  ])
})
