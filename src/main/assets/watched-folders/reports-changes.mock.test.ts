import { tmpdir } from 'node:os'
import { expect, it, vi } from 'vitest'
import { reportsChanges } from './reports-changes.ts'

const kind = vi.hoisted(() => ({ type: 0 }))
vi.mock('node:fs/promises', () => ({ statfs: () => Promise.resolve(kind) }))

it.each([
  ['a local disk', 0xef53, true],
  ['NFS', 0x6969, false],
  ['a Windows share', 0xfe534d42, false],
  ['sshfs', 0x65735546, false],
])('detects whether %s reports changes', async (_what, type, isReported) => {
  kind.type = type
  expect(await reportsChanges(tmpdir(), 'linux')).toBe(isReported)
})

it.each([
  ['win32', String.raw`C:\Pictures`, true],
  ['win32', String.raw`\\server\pictures`, false],
  ['win32', String.raw`\\?\C:\Pictures`, true],
  ['darwin', '/Users/me/Pictures', true],
  ['darwin', '/Volumes/Share', false],
] as const)('decides by the path on %s: %s', async (platform, path, isReported) => {
  expect(await reportsChanges(path, platform)).toBe(isReported)
})
