import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configFiles, hashSources } from './build.mjs'

describe('hashSources', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'atelier-build-'))
    mkdirSync(join(root, 'src', 'main'), { recursive: true })
    mkdirSync(join(root, 'scripts', 'setup'), { recursive: true })
    for (const name of configFiles) writeFileSync(join(root, name), name)
    writeFileSync(join(root, 'src', 'main', 'index.ts'), 'one')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  it('depends on contents, not on dates', () => {
    const originalHash = hashSources(root)
    utimesSync(join(root, 'src', 'main', 'index.ts'), 1, 1)
    expect(hashSources(root)).toBe(originalHash)
  })

  it.each([
    ['a source changes', () => writeFileSync(join(root, 'src', 'main', 'index.ts'), 'two')],
    ['a source appears', () => writeFileSync(join(root, 'src', 'extra.ts'), '')],
    ['a dependency changes', () => writeFileSync(join(root, 'package-lock.json'), 'other')],
  ])('differs when %s', (_case, change) => {
    const originalHash = hashSources(root)
    change()
    expect(hashSources(root)).not.toBe(originalHash)
  })

  it('ignores tests', () => {
    const originalHash = hashSources(root)
    writeFileSync(join(root, 'src', 'main', 'index.test.ts'), '')
    expect(hashSources(root)).toBe(originalHash)
  })

  it('ignores what the build itself writes', () => {
    const originalHash = hashSources(root)
    mkdirSync(join(root, 'src', 'client'))
    writeFileSync(join(root, 'src', 'client', 'tool-types.ts'), '')
    expect(hashSources(root)).toBe(originalHash)
  })
})
