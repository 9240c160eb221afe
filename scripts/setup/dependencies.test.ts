import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { areDependenciesInstalled, ensureDependencies } from './dependencies.mjs'
import { projectRoot } from './project.mjs'

const lockedPackages = {
  '': { name: 'atelier' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/only-on-mac': { version: '1.0.0', optional: true },
}

describe('areDependenciesInstalled', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'atelier-deps-'))
    mkdirSync(join(root, 'node_modules'))
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: lockedPackages }))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  function install(packages: object): void {
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
  }

  it('accepts exactly the locked versions; optional packages of other systems may be missing', () => {
    install({ 'node_modules/a': { version: '1.0.0' } })
    expect(areDependenciesInstalled(root)).toBe(true)
  })

  it.each([
    ['another version', { 'node_modules/a': { version: '1.0.1' } }],
    ['a missing package', {}],
    ['another version of an optional package', { ...lockedPackages, 'node_modules/only-on-mac': { version: '2.0.0' } }],
  ])('rejects %s', (_case, packages) => {
    install(packages)
    expect(areDependenciesInstalled(root)).toBe(false)
  })

  it('rejects an unfinished install', () => {
    expect(areDependenciesInstalled(root)).toBe(false)
  })
})

describe('ensureDependencies', () => {
  const before = { ...process.env }
  const root = mkdtempSync(join(tmpdir(), 'atelier-deps-'))
  afterEach(() => {
    process.env = before
    rmSync(root, { recursive: true, force: true })
  })

  it('installs what builds Atelier, too, whatever NODE_ENV says', async () => {
    const npm = join(root, 'npm.js')
    writeFileSync(npm, `require('fs').writeFileSync('args.json', JSON.stringify(process.argv.slice(2)))`)
    process.env = { ...before, npm_execpath: npm, NODE_ENV: 'production' }
    await ensureDependencies(root)
    expect(JSON.parse(readFileSync(join(root, 'args.json'), 'utf8'))).toContain('--include=dev')
  })
})

describe('package-lock.json', () => {
  it('contains no registry host, so that every user installs from their own registry', () => {
    const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))
    const resolved = Object.values<{ resolved?: string }>(lock.packages).flatMap((entry) => entry.resolved ?? [])
    expect(resolved).toEqual([])
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100)
  })

  it('has a digest of every package', () => {
    const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))
    const entries = Object.entries<{ integrity?: string; inBundle?: boolean }>(lock.packages)
    const bare = entries.filter(([path, { integrity, inBundle }]) => path !== '' && !inBundle && !integrity)
    expect(bare).toEqual([])
  })

  it('includes packages that only other systems need', () => {
    const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))
    const entries = Object.entries<{ optionalDependencies?: object }>(lock.packages)
    const locked = Object.keys(lock.packages)
    const absent = entries.flatMap(([, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !locked.some((path) => path.endsWith(`node_modules/${name}`))),
    )
    expect(absent).toEqual([])
  })
})
