import { tmpdir } from 'node:os'
import { expect, it, vi } from 'vitest'
import { reportsChanges } from './reports-changes.ts'

const kind = vi.hoisted(() => ({ type: 0 }))
vi.mock('node:fs/promises', () => ({ statfs: () => Promise.resolve(kind) }))

it.each([
  ['a disk of this computer', 0xef53, true],
  ['NFS', 0x6969, false],
  ['Windows’ shares', 0xfe534d42, false],
  ['sshfs', 0x65735546, false],
])('knows of %s whether the system tells of its changes', async (_what, type, isTold) => {
  kind.type = type
  expect(await reportsChanges(tmpdir(), 'linux')).toBe(isTold)
})

it.each([
  ['win32', String.raw`C:\Pictures`, true],
  ['win32', String.raw`\\server\pictures`, false],
  ['win32', String.raw`\\?\C:\Pictures`, true],
  ['darwin', '/Users/me/Pictures', true],
  ['darwin', '/Volumes/Share', false],
] as const)('goes by the place on %s: %s', async (platform, path, isTold) => {
  expect(await reportsChanges(path, platform)).toBe(isTold)
})
