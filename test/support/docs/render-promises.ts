import { readPromiseMap, titlesOf, type PromiseEntry } from '../promises/promise-map.ts'
import { readPromises, type Promised } from '../promises/read-promises.ts'
import { readTestTitles, type NamedTest } from '../promises/read-test-titles.ts'

const intro = `# What is promised, and the tests that show it

Written by \`npm run docs\` from the README, docs/features.md, the help and [promises.json](promises.json), which names the tests of each promise by their titles. A test fails if a promise has none.`

/** Every promise with its tests: level, title and file. */
export async function renderPromises(): Promise<string> {
  const [promises, map, tests] = await Promise.all([readPromises(), readPromiseMap(), readTestTitles()])
  const byTitle = new Map(tests.map((test) => [test.title, test]))
  const entries = promises.map((promise) => ({ promise, entry: map[promise.id] ?? { unproven: 'not looked at' } }))
  const lines = [intro, '', countsOf(entries.map(({ entry }) => entry))]
  let [file, heading] = ['', '']
  for (const { promise, entry } of entries) {
    if (promise.file !== file) lines.push('', `## ${promise.file}`)
    if (promise.file !== file || promise.heading !== heading) lines.push('', `### ${promise.heading}`, '')
    ;({ file, heading } = promise)
    lines.push(...linesOf(promise, entry, byTitle))
  }
  return lines.join('\n')
}

function countsOf(entries: readonly PromiseEntry[]): string {
  const proven = entries.filter((entry) => titlesOf(entry).length > 0).length
  const unproven = entries.filter((entry) => 'unproven' in entry).length
  const others = entries.length - proven - unproven
  return `${proven} promises are shown by tests, ${unproven} by none yet (the goal is 0); ${others} more texts promise nothing.`
}

function linesOf({ text }: Promised, entry: PromiseEntry, byTitle: ReadonlyMap<string, NamedTest>): string[] {
  const start = `- ${withoutMarks(text)}`
  if ('noPromise' in entry) return [`${start} _(${entry.noPromise})_`]
  if ('unproven' in entry) return [start, `  - **unproven**: ${entry.unproven}`]
  const only = 'only' in entry ? ` _(${entry.only})_` : ''
  const shown = titlesOf(entry).map((title) => {
    const { level, file } = byTitle.get(title) ?? { level: 'missing', file: '' }
    return `  - ${level}: ${title} (\`${file}\`)`
  })
  return [`${start}${only}`, ...shown]
}

/** Without the edges of a table, and without links, which are relative to the promise's own file. */
const withoutMarks = (text: string) =>
  text
    .replaceAll(/^\| | \|$/g, '')
    .replaceAll(' | ', ': ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
