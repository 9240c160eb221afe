import { afterEach, expect, it, vi } from 'vitest'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { StoredFingerprint } from '../../database/index.ts'
import type { LibraryChange } from '../assets.ts'
import { createFingerprintQueue, type FingerprintQueue } from './create-fingerprint-queue.ts'
import { fakeAssets } from '../../../../test/support/fake-assets.ts'

const id = (name: string) => name as AssetId
let watch: FingerprintQueue
afterEach(() => watch.dispose())

function setUp(names: readonly string[], { isOn = true } = {}) {
  const pending = new Set(names.map(id))
  const stored: StoredFingerprint[] = []
  const listeners = new Set<(change: LibraryChange) => void>()
  const announced: LibraryChange[] = []
  const faults = new Map<string, AppError>()
  const describe = vi.fn(async ({ path }: { path: string }) => {
    const fault = faults.get(path)
    if (fault !== undefined) throw fault
    return { phash: '0'.repeat(16), colors: ['red' as const] }
  })
  const call = vi.fn(async (name: string, input: unknown): Promise<unknown> => {
    if (name === 'looks.pending') return [...pending].slice(0, (input as { limit: number }).limit)
    const { looks: fingerprints } = input as { looks: StoredFingerprint[] }
    stored.push(...fingerprints)
    for (const fingerprint of fingerprints) pending.delete(fingerprint.id)
    return undefined
  })
  const assets = fakeAssets({
    files: { locate: async (each) => ({ path: each, mime: 'image/webp' }) },
    changes: {
      announce: (change) => void announced.push(change),
      onChanged: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
  })
  const warn = vi.fn()
  const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn(), flush: () => Promise.resolve() }
  const database = { call } as unknown as Parameters<typeof createFingerprintQueue>[0]['database']
  watch = createFingerprintQueue({ database, assets, imaging: { describe }, isOn, logger, pauseMs: 0, delayMs: 0 })
  const add = (name: string) => {
    pending.add(id(name))
    for (const listener of listeners) listener({ ids: [id(name)], reason: 'added' })
  }
  return { stored, announced, faults, describe, warn, add, call, listeners, pending }
}

it('computes each fingerprint once and announces them in batches', async () => {
  const names = Array.from({ length: 45 }, (_, n) => `p${n}`)
  const { stored, announced, describe } = setUp(names)
  watch.wake()
  await watch.idle()
  expect(stored.map((each) => each.id)).toEqual(names)
  expect(describe).toHaveBeenCalledTimes(45)
  expect(announced.map(({ ids, reason }) => [ids.length, reason])).toEqual([
    [20, 'looks'],
    [20, 'looks'],
    [5, 'looks'],
  ])
})

it('processes added images without being woken', async () => {
  const { stored, add } = setUp([])
  add('new')
  await watch.idle()
  expect(stored.map((each) => each.id)).toEqual(['new'])
})

it('processes images that another process imported', async () => {
  const { stored, pending, listeners } = setUp([])
  pending.add(id('theirs'))
  for (const listener of listeners) listener({ ids: [], reason: 'updated' })
  await watch.idle()
  expect(stored.map((each) => each.id)).toEqual(['theirs'])
})

it('skips an image that fails, processes the others, and does not retry it', async () => {
  const { stored, faults, describe, warn, add } = setUp(['a', 'b', 'c'])
  faults.set('a', new AppError('imaging/process-exited', 'It ended.'))
  watch.wake()
  await watch.idle()
  expect(stored.map((each) => each.id)).toEqual(['b', 'c'])
  expect(warn).toHaveBeenCalledOnce()
  add('d')
  await watch.idle()
  expect(describe.mock.calls.map(([{ path }]) => path)).toEqual(['a', 'b', 'c', 'd'])
})

it('stores an empty fingerprint for an undecodable file', async () => {
  const { stored, faults } = setUp(['a'])
  faults.set('a', new AppError('media/undecodable', 'No image.'))
  watch.wake()
  await watch.idle()
  expect(stored).toEqual([{ id: 'a', phash: null, colors: [] }])
})

it('resumes at the next change after the library could not be written', async () => {
  const { stored, call, warn, add } = setUp(['a'])
  const full = new AppError('storage/full', 'The disk is full.')
  call.mockImplementationOnce(async () => ['a']).mockImplementationOnce(async () => Promise.reject(full))
  watch.wake()
  await watch.idle()
  expect(warn).toHaveBeenCalledOnce()
  expect(stored).toEqual([])
  add('b')
  await watch.idle()
  expect(stored.map((each) => each.id)).toEqual(['a', 'b'])
})

it('does nothing when turned off, and stops when disposed', async () => {
  const off = setUp(['a'], { isOn: false })
  watch.wake()
  await watch.idle()
  expect(off.call).not.toHaveBeenCalled()
  const { describe, listeners } = setUp(['a', 'b'])
  watch.wake()
  await watch.dispose()
  expect(describe.mock.calls.length).toBeLessThanOrEqual(1)
  expect(listeners.size).toBe(0)
})
