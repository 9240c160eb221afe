import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

it('every test that the threat model names exists', async () => {
  const text = await readFile(join(projectRoot, 'docs', 'threat-model.md'), 'utf8')
  const [, table = ''] = text.split('## Threats and what stands against them')
  const rows = table
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
  const named = rows.map((row) =>
    [
      ...row
        .split('|')
        .at(-2)!
        .matchAll(/`([^`]+)`/g),
    ].map(([, name]) => name!),
  )
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((names) => names.length === 0)).toEqual([])
  const known = new Set<string>()
  for await (const path of glob('{src,test,scripts}/**/*.{test,e2e}.ts', { cwd: projectRoot })) {
    known.add(basename(path).replace(/(\.test)?\.ts$/, ''))
  }
  expect(named.flat().filter((name) => !known.has(name))).toEqual([])
})
