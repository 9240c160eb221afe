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

it('every test that the page on accessibility names exists, and every claim names one', async () => {
  const text = await readFile(join(projectRoot, 'docs', 'accessibility.md'), 'utf8')
  const claims = text
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
  expect(claims.length).toBeGreaterThan(10)
  for (const claim of claims) {
    const names = [
      ...claim
        .split('|')
        .at(-2)!
        .matchAll(/`([^`]+)`/g),
    ].map(([, name = '']) => name)
    expect(names, claim).not.toEqual([])
    for (const name of names) {
      const found: string[] = []
      for await (const path of glob(`{src,test}/**/${name}`, { cwd: projectRoot })) found.push(path)
      expect(found, name).not.toEqual([])
    }
  }
})
