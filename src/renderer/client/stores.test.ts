import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { createClient } from './client.ts'
import { createAssetCache } from './create-asset-cache.ts'
import { createJobsStore, selectJobsOf } from './stores/create-jobs-store.ts'
import { createOrderStore } from './stores/create-order-store.ts'
import { loadSettingsStore } from './stores/create-settings-store.ts'
import { createFakeBridge, type Answers } from '../../../test/support/window/fake-bridge.ts'
import {
  assetId,
  documentId,
  sampleAsset,
  sampleJob,
  sampleSettings,
} from '../../../test/support/window/sample-records.ts'
import { settle } from '../../../test/support/settle.ts'

function setUp(answers: Answers) {
  const bridge = createFakeBridge(answers)
  return { bridge, client: createClient(bridge), onError: vi.fn() }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => assetId(from + at))

describe('asset cache', () => {
  const answer: Answers = {
    'library.assets': ({ ids }) => ids.filter((id) => id !== assetId(9)).map((id) => sampleAsset(Number(id.slice(-4)))),
  }

  it('batches requests into one call and requests each image only once', async () => {
    const { bridge, client, onError } = setUp(answer)
    const cache = createAssetCache(client, onError)
    cache.request([assetId(1)])
    cache.request([assetId(1), assetId(2)])
    await settle()
    cache.request([assetId(2)])
    await settle()
    expect(bridge.calls.map(({ input }) => input)).toEqual([{ ids: [assetId(1), assetId(2)] }])
    expect(cache.store.getState().records.get(assetId(2))?.name).toBe('image 2')
  })

  it('stores null for an unknown id', async () => {
    const { client, onError } = setUp(answer)
    const cache = createAssetCache(client, onError)
    cache.request([assetId(9)])
    await settle()
    expect(cache.store.getState().records.get(assetId(9))).toBeNull()
  })

  it('reloads changed assets only if they were requested before', async () => {
    const { bridge, client, onError } = setUp(answer)
    const cache = createAssetCache(client, onError)
    cache.request([assetId(1)])
    await settle()
    bridge.emit('library.changed', { ids: [assetId(1), assetId(2)], reason: 'updated' })
    await settle()
    expect(bridge.calls.map(({ input }) => input)).toEqual([{ ids: [assetId(1)] }, { ids: [assetId(1)] }])
  })

  it('splits a long list into calls of at most 64 ids', async () => {
    const { bridge, client, onError } = setUp({ 'library.assets': () => [] })
    createAssetCache(client, onError).request(Array.from({ length: 450 }, (_, number) => assetId(number)))
    await settle()
    expect(bridge.calls.map(({ input }) => (input as { ids: unknown[] }).ids.length)).toEqual([
      64, 64, 64, 64, 64, 64, 64, 2,
    ])
  })

  it('loads the latest request first and skips canceled ones', async () => {
    const { bridge, client, onError } = setUp({ 'library.assets': () => [] })
    const cache = createAssetCache(client, onError)
    cache.request(range(0, 65))
    const withdraw = cache.request(range(100, 20))
    cache.request(range(200, 60))
    withdraw()
    await settle()
    const requested = bridge.calls.map(({ input }) => (input as { ids: AssetId[] }).ids)
    expect(requested).toEqual([[...range(200, 60), ...range(0, 4)], range(4, 61)])
  })

  it('evicts the least recently requested assets', async () => {
    const { client, onError } = setUp({
      'library.assets': ({ ids }) => ids.map((id) => sampleAsset(Number(id.slice(-5)))),
    })
    const cache = createAssetCache(client, onError)
    for (let from = 0; from < 5_000; from += 200) {
      cache.request([assetId(7), ...Array.from({ length: 200 }, (_, at) => assetId(from + at))])
      await settle()
    }
    const { records } = cache.store.getState()
    expect(records.size).toBeLessThanOrEqual(4_000)
    expect([7, 8, 4_999].map((number) => records.has(assetId(number)))).toEqual([true, false, true])
  })

  it('reports a failure and retries on the next request', async () => {
    const { bridge, client, onError } = setUp({})
    const cache = createAssetCache(client, onError)
    cache.request([assetId(1)])
    await settle()
    cache.request([assetId(1)])
    await settle()
    expect(onError).toHaveBeenCalledTimes(2)
    expect(bridge.calls).toHaveLength(2)
  })
})

const found = (order: string) => ({ order, stacks: [], shapes: null, problems: [] })

describe('order store', () => {
  it('coalesces a burst of changes into one reload', async () => {
    const { bridge, client } = setUp({
      'catalogue.find': ({ section }) => found(section === 'trash' ? '' : assetId(1)),
    })
    const { store } = createOrderStore(client)
    for (let i = 0; i < 20; i++) bridge.emit('library.changed', { ids: [assetId(i)], reason: 'added' })
    await settle()
    expect(bridge.calls.map(({ name }) => name)).toEqual(['catalogue.newest', 'catalogue.find', 'catalogue.find'])
    const { library, trash, error } = store.getState()
    expect([library?.slice(), trash?.slice(), error]).toEqual([[assetId(1)], [], null])
  })

  it('exposes the newest images and the count before the full order has loaded', async () => {
    const all = Promise.withResolvers<ReturnType<typeof found>>()
    const { client } = setUp({
      'catalogue.newest': () => ({ order: assetId(3), count: 3 }),
      'catalogue.find': () => all.promise,
    })
    const order = createOrderStore(client)
    const loading = order.load()
    await settle()
    const { library, trash } = order.store.getState()
    expect([library?.length, library?.slice(), trash]).toEqual([3, [assetId(3)], null])
    all.resolve(found([3, 2, 1].map(assetId).join('')))
    await loading
    expect(order.store.getState().library?.slice()).toEqual([3, 2, 1].map(assetId))
  })

  it('skips changes that keep the order but reloads on unspecified ones', async () => {
    const { bridge, client } = setUp({ 'catalogue.find': () => found(assetId(1)) })
    createOrderStore(client)
    bridge.emit('library.changed', { ids: [assetId(1)], reason: 'marks' })
    bridge.emit('library.changed', { ids: [assetId(1)], reason: 'looks' })
    await settle()
    expect(bridge.calls).toHaveLength(0)
    bridge.emit('library.changed', { ids: [], reason: 'updated' })
    await settle()
    expect(bridge.calls).toHaveLength(3)
  })

  it('keeps the same list object if the order is unchanged', async () => {
    const { client } = setUp({ 'catalogue.find': () => found(assetId(2) + assetId(1)) })
    const order = createOrderStore(client)
    await order.load()
    const before = order.store.getState().library
    await order.load()
    expect(before?.slice()).toEqual([assetId(2), assetId(1)])
    expect(order.store.getState().library).toBe(before)
  })

  it('keeps the current order when a reload fails', async () => {
    let isFailing = false
    const { client } = setUp({
      'catalogue.find': () => {
        if (isFailing) return Promise.reject({ code: 'storage/locked', message: 'Busy.' })
        return found(assetId(1))
      },
    })
    const order = createOrderStore(client)
    await order.load()
    isFailing = true
    await order.load()
    expect(order.store.getState().library?.slice()).toEqual([assetId(1)])
    expect(order.store.getState().error).toMatchObject({ code: 'storage/locked' })
  })
})

describe('jobs store', () => {
  it('lists the jobs of one document, oldest first, and applies change events', async () => {
    const otherJob = sampleJob(3, { documentId: documentId(2) })
    const { bridge, client } = setUp({ 'jobs.list': () => [sampleJob(1), sampleJob(2)] })
    const jobs = createJobsStore(client)
    await jobs.load(documentId(1))
    bridge.emit('jobs.changed', otherJob)
    bridge.emit('jobs.changed', sampleJob(0, { state: 'running' }))
    await settle()
    expect(selectJobsOf(jobs.store.getState(), documentId(1)).map(({ seed }) => seed)).toEqual([0, 1, 2])
  })

  it('publishes the first event of a burst immediately and batches the rest', async () => {
    const { bridge, client } = setUp({})
    const jobs = createJobsStore(client)
    let changes = 0
    jobs.store.subscribe(() => void changes++)
    for (let number = 0; number < 1_000; number++) bridge.emit('jobs.changed', sampleJob(number))
    expect([changes, jobs.store.getState().byId.size]).toEqual([1, 1])
    await settle()
    expect([changes, jobs.store.getState().byId.size]).toEqual([2, 1_000])
  })

  it('forgets the oldest that have ended once there are many, and none that waits or runs', async () => {
    const { bridge, client } = setUp({})
    const jobs = createJobsStore(client)
    const open = [sampleJob(0, { state: 'queued' }), sampleJob(1, { state: 'running' })]
    const emit = (job: JobSnapshot) => bridge.emit('jobs.changed', job)
    open.forEach(emit)
    for (let number = 2; number < 4_002; number++) emit(sampleJob(number))
    await settle()
    expect(jobs.store.getState().byId.size).toBe(4_002)
    emit(sampleJob(4_002))
    await settle()
    const { byId } = jobs.store.getState()
    expect(byId.size).toBe(3_002)
    expect(open.every(({ id }) => byId.has(id))).toBe(true)
    expect([byId.has(sampleJob(1_002).id), byId.has(sampleJob(1_003).id)]).toEqual([false, true])
  })

  it('does not let a batched event overwrite a later decision', async () => {
    const { bridge, client } = setUp({ 'jobs.decide': ({ verdict }) => sampleJob(1, { verdict }) })
    const jobs = createJobsStore(client)
    bridge.emit('jobs.changed', sampleJob(0))
    bridge.emit('jobs.changed', sampleJob(1))
    await jobs.decide(sampleJob(1).id, 'kept')
    await settle()
    expect(jobs.store.getState().byId.get(sampleJob(1).id)?.verdict).toBe('kept')
  })

  it('does not overwrite an event with an older list', async () => {
    const { bridge, client } = setUp({ 'jobs.list': () => [sampleJob(1, { state: 'running', progress: 0.5 })] })
    const jobs = createJobsStore(client)
    const loading = jobs.load(documentId(1))
    bridge.emit('jobs.changed', sampleJob(1))
    await loading
    expect(selectJobsOf(jobs.store.getState(), documentId(1))[0]?.state).toBe('done')
  })
})

describe('settings store', () => {
  it('applies a change immediately and saves it', async () => {
    const { bridge, client, onError } = setUp({
      'settings.get': () => sampleSettings(),
      'settings.change': (patch) => sampleSettings(patch as never),
    })
    const settings = await loadSettingsStore(client, onError)
    settings.change({ theme: 'light' })
    expect(settings.store.getState().theme).toBe('light')
    await settle()
    expect(bridge.calls.at(-1)).toMatchObject({ name: 'settings.change', input: { theme: 'light' } })
    expect(onError).not.toHaveBeenCalled()
  })

  it('merges outside changes that arrive while it loads or saves', async () => {
    const { bridge, client, onError } = setUp({
      'settings.get': () => {
        bridge.emit('settings.changed', sampleSettings({ theme: 'system' }))
        return sampleSettings()
      },
      'settings.change': (patch) => {
        const settings = sampleSettings({ theme: 'light', ...(patch as object) })
        bridge.emit('settings.changed', sampleSettings({ theme: 'light' }))
        return settings
      },
    })
    const settings = await loadSettingsStore(client, onError)
    expect(settings.store.getState().theme).toBe('system')
    settings.change({ thumbnailPx: 200 })
    await settle()
    expect(settings.store.getState()).toMatchObject({ theme: 'light', thumbnailPx: 200 })
  })

  it('reverts a change that failed to save', async () => {
    const { client, onError } = setUp({ 'settings.get': () => sampleSettings() })
    const settings = await loadSettingsStore(client, onError)
    settings.change({ theme: 'light' })
    await settle()
    expect(settings.store.getState().theme).toBe('dark')
    expect(onError).toHaveBeenCalledOnce()
  })
})
