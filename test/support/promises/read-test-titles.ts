import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../../../scripts/setup/project.mjs'

export type TestLevel = 'unit' | 'contract' | 'tooling' | 'integration' | 'commands' | 'page' | 'window'

export interface NamedTest {
  /** With the titles of its groups, as the source has them: `group › test`, `${name} opens`. */
  readonly title: string
  readonly level: TestLevel
  /** Below the root of the project. */
  readonly file: string
}

const folders = {
  'test/contract/': 'contract',
  'test/tooling/': 'tooling',
  'test/integration/automation/': 'commands',
  'test/integration/': 'integration',
  'test/page/': 'page',
  'test/e2e/': 'window',
} as const satisfies Record<string, TestLevel>

/** Every test of the project, in the order of files. */
export async function readTestTitles(): Promise<NamedTest[]> {
  const files: string[] = []
  for await (const file of glob('{src,scripts,bench,test}/**/*.{test,page,e2e}.{ts,tsx}', { cwd: projectRoot })) {
    files.push(file.replaceAll('\\', '/'))
  }
  const read = files.toSorted().map(async (file) => {
    const source = await readFile(join(projectRoot, file), 'utf8')
    return titlesIn(source).map((title) => ({ title, level: levelOf(file), file }))
  })
  return (await Promise.all(read)).flat()
}

function levelOf(file: string): TestLevel {
  return Object.entries(folders).find(([folder]) => file.startsWith(folder))?.[1] ?? 'unit'
}

/** The start of a line that closes a block, or begins a group or a test: `  it.each(`. */
const lineStart = /^( *)(?:(\})|((?:test\.)?describe|test|it)(?:\.concurrent)?(\.(?:each|skipIf|runIf)(?:<.*>)?)?\()/gm

/**
 * The titles in a test file. Formatted sources show by indentation what belongs to what; parsing a thousand files would
 * take ten times as long.
 */
export function titlesIn(source: string): string[] {
  const titles: string[] = []
  const groups: { indent: number; title: string }[] = []
  for (const match of source.matchAll(lineStart)) {
    const [start, { length: indent } = '', closing, kind = '', suffix] = match
    while (groups.length > 0 && groups.at(-1)!.indent >= indent) groups.pop()
    if (closing !== undefined) continue
    const title = titleAt(source.slice(match.index), start, suffix !== undefined)
    if (title === undefined) continue
    if (kind.endsWith('describe')) groups.push({ indent, title })
    else titles.push([...groups.map((group) => group.title), title].join(' › '))
  }
  return titles
}

const quoted = /^\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`),/

/** @param call from the start of its line */
function titleAt(call: string, start: string, hasTable: boolean): string | undefined {
  const from = hasTable ? endOfTable(call, start) : start.length
  const [, ...texts] = quoted.exec(call.slice(from)) ?? []
  return texts.find((text) => text !== undefined)?.replaceAll(/\\(['"`])/g, '$1')
}

/** The table of `it.each` ends on its line, or on the next line with the same indentation. */
function endOfTable(call: string, start: string): number {
  const indent = start.slice(0, start.search(/\S/))
  const end = new RegExp(`^.*?\\)\\((?=\\s*['"\`])|\\n${indent}[\\])}].*?\\)\\((?=\\s*['"\`])`).exec(call)
  return end === null ? call.length : end.index + end[0].length
}
