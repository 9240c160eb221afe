import { generateKeyPairSync } from 'node:crypto'
import { assert, constantFrom, integer, nat, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeyText, signManifest } from '../../../scripts/release/update-signature.mjs'
import type { CallName } from '../../shared/contract/index.ts'
import type { QueueEntry, QueueView } from '../../shared/domain/queue.ts'
import { updateSupport, type InstallFacts } from './install-type.ts'
import { blockersOf, type WorkFacts } from './blockers.ts'
import { readManifest } from './read-manifest.ts'
import { toUpdateError } from './update-errors.ts'
import { updateManifestName, parseUpdateSource } from './update-source.ts'
import { takeWhatsNew } from './whats-new.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const key = publicKeyText(privateKey)
const strict = { allowsLoopback: false }
const source = (changes: object = {}) => JSON.stringify({ url: 'https://updates.test/a', publicKey: key, ...changes })

const signed = (content: string, name = 'latest-linux.yml') => {
  const bytes = Buffer.from(content)
  return { name, bytes, signature: signManifest({ name, bytes, privateKey }) }
}
const entry = (state: QueueEntry['state'], lane = 'here') => ({ state, lane }) as QueueEntry
const start = async (version: string, stored: { lastVersion: string | null }) =>
  takeWhatsNew(version, {
    load: async () => stored,
    change: async (patch) => Object.assign(stored, patch),
  })

describe('the address that was built in', () => {
  it('is https, ends with a slash, and comes with an Ed25519 key', () => {
    expect(parseUpdateSource(source(), strict)).toMatchObject({ url: 'https://updates.test/a/', channel: 'latest' })
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
    const other = rsa.export({ format: 'der', type: 'spki' }).toString('base64')
    for (const bad of [
      source({ url: 'http://updates.test/' }),
      source({ url: 'https://updates.test/?a=1' }),
      source({ url: 'file:///etc/' }),
      source({ publicKey: other }),
      source({ publicKey: '' }),
      source({ channel: '../latest' }),
      '{',
    ])
      expect(parseUpdateSource(bad, strict), bad).toBeNull()
  })

  it('is this computer only in a program that is not packaged', () => {
    const local = source({ url: 'http://127.0.0.1:8080/' })
    expect(parseUpdateSource(local, strict)).toBeNull()
    expect(parseUpdateSource(local, { allowsLoopback: true })).not.toBeNull()
  })
})

it('names manifests as electron-builder does', () => {
  expect(updateManifestName('latest', { platform: 'linux', arch: 'x64' })).toBe('latest-linux.yml')
  expect(updateManifestName('latest', { platform: 'linux', arch: 'arm64' })).toBe('latest-linux-arm64.yml')
  expect(updateManifestName('beta', { platform: 'win32', arch: 'arm64' })).toBe('beta.yml')
  expect(updateManifestName('latest', { platform: 'darwin', arch: 'x64' })).toBe('latest-mac.yml')
})

describe('a manifest', () => {
  const text = `version: 1.1.0\nfiles:\n  - url: a.AppImage\n    sha512: ${'A'.repeat(86)}==\n    size: 9\n`
  const { publicKey } = parseUpdateSource(source(), strict) ?? expect.fail('no source')

  it('counts with a signature by the key that was built in', () => {
    expect(readManifest(signed(text), publicKey)).toMatchObject({ version: '1.1.0' })
  })

  it('is refused with any byte changed, under another name, or signed by somebody else', () => {
    const bytes = Buffer.from(text)
    assert(
      property(nat(bytes.length - 1), integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ flip
        expect(() => readManifest({ ...signed(text), bytes: changed }, publicKey)).toThrow(/not signed/)
      }),
      { numRuns: 100 },
    )
    expect(() => readManifest({ ...signed(text), name: 'latest.yml' }, publicKey)).toThrow(/not signed/)
    const foreign = generateKeyPairSync('ed25519').privateKey
    const signature = signManifest({ name: 'latest-linux.yml', bytes, privateKey: foreign })
    expect(() => readManifest({ ...signed(text), signature }, publicKey)).toThrow(/not signed/)
    expect(() => readManifest({ ...signed(text), signature: '' }, publicKey)).toThrow(/not signed/)
  })

  it.each([
    ['a path that leads elsewhere', text.replace('a.AppImage', '../../a.AppImage')],
    ['an address', text.replace('a.AppImage', 'https://elsewhere.test/a.AppImage')],
    ['no version', text.replace('1.1.0', 'newest')],
    ['no hash', text.replace('A'.repeat(86), 'short')],
    ['what is no YAML', '<html>'],
  ])('is refused with %s, although it is signed', (_what, content) => {
    expect(() => readManifest(signed(content), publicKey)).toThrow(/readable list/)
  })
})

describe('who updates an installation', () => {
  const linux: InstallFacts = { platform: 'linux', env: {}, hasSource: true, packageType: null, hasUninstaller: false }
  const windows: InstallFacts = { ...linux, platform: 'win32' }
  it.each([
    ['an AppImage', { ...linux, env: { APPIMAGE: '/a' } }, 'atelier'],
    ['one without an address', { ...linux, env: { APPIMAGE: '/a' }, hasSource: false }, 'no-address'],
    ['a deb', { ...linux, packageType: 'deb' }, 'package'],
    ['a Flatpak', { ...linux, env: { FLATPAK_ID: 'art.atelier.studio' } }, 'flatpak'],
    ['a folder', linux, 'unpacked'],
    ['an installer of Windows', { ...windows, hasUninstaller: true }, 'atelier'],
    ['a portable program', { ...windows, env: { PORTABLE_EXECUTABLE_FILE: 'C:\\a.exe' } }, 'portable'],
    ['a folder on Windows', windows, 'unpacked'],
    ['a Mac', { ...linux, platform: 'darwin' as const }, 'atelier'],
  ])('%s: as it was installed', (_name, facts, support) => {
    expect(updateSupport(facts)).toBe(support)
  })
})

describe('what keeps a restart', () => {
  const queue: QueueView = { isOnline: true, isPaused: false, lanes: [], entries: [] }
  const idle: WorkFacts = { queue, isPlanRunning: false, isAgentWorking: false, isDownloading: false, calls: [] }
  const of = (view: Partial<QueueView>) => blockersOf({ ...idle, queue: { ...queue, ...view } })

  it('is nothing while nothing works', () => {
    expect(blockersOf(idle)).toEqual([])
    expect(blockersOf({ ...idle, calls: ['updates.install', 'app.takeNotices'] })).toEqual([])
  })

  it('is each kind of work, by its name', () => {
    expect(blockersOf({ ...idle, isPlanRunning: true, isAgentWorking: true, isDownloading: true })).toEqual([
      'edit-plan',
      'agent',
      'download',
    ])
    expect(blockersOf({ ...idle, calls: ['exports.run'] })).toEqual(['export'])
    expect(blockersOf({ ...idle, calls: ['exports.run', 'storage.chooseAndBackUp'] })).toEqual(['export', 'other'])
  })

  it('is a call that is not known to be harmless, whichever it is', () => {
    const calls: readonly CallName[] = ['storage.reclaim', 'local.convert', 'jobs.fill', 'canvas.saveProject']
    assert(
      property(constantFrom(...calls), (call) => {
        expect(blockersOf({ ...idle, calls: [call] })).toEqual(['other'])
      }),
    )
  })

  it('is what waits or runs in the queue, but not what is paused', () => {
    const paused = { id: 'openai', label: 'OpenAI', isPaused: true, runningMax: 1, waitingUntilMs: null }
    expect(of({ entries: [entry('waiting')] })).toEqual(['queue'])
    expect(of({ entries: [entry('running')], isPaused: true })).toEqual(['queue'])
    expect(of({ entries: [{ ...entry('waiting'), isHeld: true }] })).toEqual([])
    const held = { ...queue, entries: [{ ...entry('waiting'), isHeld: true, isOfPlan: true }] }
    expect(blockersOf({ ...idle, queue: held, isPlanRunning: true })).toEqual([])
    expect(of({ entries: [entry('waiting')], isPaused: true })).toEqual([])
    expect(of({ entries: [entry('waiting', 'openai')], lanes: [paused] })).toEqual([])
    expect(of({ entries: [entry('waiting', 'openai'), entry('waiting')], lanes: [paused] })).toEqual(['queue'])
  })
})

describe('what is new', () => {
  it('is said at the first start of a newer version, once, and never at a first start', async () => {
    const stored = { lastVersion: null }
    expect(await start('0.1.0', stored)).toBeNull()
    expect(await start('0.1.0', stored)).toBeNull()
    expect(await start('0.2.0', stored)).toBe('0.2.0')
    expect(await start('0.2.0', stored)).toBeNull()
    expect(await start('0.1.0', stored)).toBeNull()
  })
})

it.each([
  [Object.assign(new Error('sha512 checksum mismatch'), { code: 'ERR_CHECKSUM_MISMATCH' }), 'download/mismatch'],
  [new Error('Cannot download "https://updates.test/a.AppImage", status 404: Not Found'), 'download/refused'],
  [new Error('net::ERR_INTERNET_DISCONNECTED'), 'network/offline'],
  [new Error('net::ERR_CONTENT_LENGTH_MISMATCH'), 'network/interrupted'],
  [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'network/blocked-url'],
  [Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }), 'storage/full'],
  [Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }), 'storage/read-only'],
  [new Error('cancelled'), 'request/cancelled'],
  ['something else', 'update/failed'],
])('%s is %s', (thrown, code) => {
  expect(toUpdateError(thrown, { host: 'updates.test', version: '1.1.0' })).toMatchObject({ code })
})
