import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

const namesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)

/** The cells of a table's rows, below a heading. */
function rowsBelow(text: string, heading: string): string[][] {
  const [, rest = ''] = text.split(heading)
  const lines = rest
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) => line.split('|').map((cell) => cell.trim()))
}

it.each([
  ['## Threats and what stands against them', 15],
  ['## Electron’s security checklist', 19],
])('every test that the threat model names exists: %s', async (heading, rowsMin) => {
  const text = await readFile(join(projectRoot, 'docs', 'threat-model.md'), 'utf8')
  const named = rowsBelow(text, heading).map((cells) => namesIn(cells.at(-2)!))
  expect(named.length).toBeGreaterThan(rowsMin)
  expect(named.filter((names) => names.length === 0)).toEqual([])
  const known = new Set<string>()
  for await (const path of glob('{src,test,scripts}/**/*.{test,page,e2e}.ts', { cwd: projectRoot })) {
    known.add(basename(path).replace(/(\.vite)?(\.test)?\.ts$/, ''))
  }
  expect(named.flat().filter((name) => !known.has(name))).toEqual([])
})

it('the twenty items of Electron’s checklist are numbered, each with how it holds', async () => {
  const text = await readFile(join(projectRoot, 'docs', 'threat-model.md'), 'utf8')
  const rows = rowsBelow(text, '## Electron’s security checklist')
  expect(rows.map(([, item]) => Number.parseInt(item!, 10))).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  expect(rows.filter(([, , how]) => how!.length < 5)).toEqual([])
})
