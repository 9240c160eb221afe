import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AssetId } from '../../shared/domain/ids.ts'
import { createClient } from './client.ts'
import { createAssetCache } from './create-asset-cache.ts'
import { createJobsStore, selectJobsOf } from './create-jobs-store.ts'
import { createOrderStore } from './create-order-store.ts'
import { loadSettingsStore } from './create-settings-store.ts'
import { createFakeBridge, type Answers } from '../../../test/support/window/fake-bridge.ts'
import {
  assetId,
  documentId,
  sampleAsset,
  sampleJob,
  sampleSettings,
} from '../../../test/support/window/sample-records.ts'

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

  it('asks for several images in one call and for each only once', async () => {
    const { bridge, client, onError } = setUp(answer)
    const cache = createAssetCache(client, onError)
    cache.request([assetId(1)])
    cache.request([assetId(1), assetId(2)])
    await vi.runAllTimersAsync()
    cache.request([assetId(2)])
    await vi.runAllTimersAsync()
    expect(bridge.calls.map(({ input }) => input)).toEqual([{ ids: [assetId(1), assetId(2)] }])
    expect(cache.store.getState().records.get(assetId(2))?.name).toBe('image 2')
  })

  it('remembers that the library does not know an id', async () => {
    const { client, onError } = setUp(answer)
    const cache = createAssetCache(client, onError)
    cache.request([assetId(9)])
    await vi.runAllTimersAsync()
    expect(cache.store.getState().records.get(assetId(9))).toBeNull()
  })

  it('asks again for what has changed, but not for what nobody asked for', async () => {
    const { bridge, client, onError } = setUp(answer)
    const cache = createAssetCache(client, onError)
    cache.request([assetId(1)])
    await vi.runAllTimersAsync()
    bridge.emit('library.changed', { ids: [assetId(1), assetId(2)], reason: 'updated' })
    await vi.runAllTimersAsync()
    expect(bridge.calls.map(({ input }) => input)).toEqual([{ ids: [assetId(1)] }, { ids: [assetId(1)] }])
  })

  it('cuts a long list into calls the contract takes', async () => {
    const { bridge, client, onError } = setUp({ 'library.assets': () => [] })
    createAssetCache(client, onError).request(Array.from({ length: 450 }, (_, number) => assetId(number)))
    await vi.runAllTimersAsync()
    expect(bridge.calls.map(({ input }) => (input as { ids: unknown[] }).ids.length)).toEqual([
      64, 64, 64, 64, 64, 64, 64, 2,
    ])
  })

  it('asks for the last wish first, and not for what is not wished for any more', async () => {
    const { bridge, client, onError } = setUp({ 'library.assets': () => [] })
    const cache = createAssetCache(client, onError)
    cache.request(range(0, 65))
    const takeBack = cache.request(range(100, 20))
    cache.request(range(200, 60))
    takeBack()
    await vi.runAllTimersAsync()
    const asked = bridge.calls.map(({ input }) => (input as { ids: AssetId[] }).ids)
    expect(asked).toEqual([[...range(200, 60), ...range(0, 4)], range(4, 61)])
  })

  it('drops those that nobody has asked for longest', async () => {
    const { client, onError } = setUp({
      'library.assets': ({ ids }) => ids.map((id) => sampleAsset(Number(id.slice(-5)))),
    })
    const cache = createAssetCache(client, onError)
    for (let from = 0; from < 5_000; from += 200) {
      cache.request([assetId(7), ...Array.from({ length: 200 }, (_, at) => assetId(from + at))])
      await vi.runAllTimersAsync()
    }
    const { records } = cache.store.getState()
    expect(records.size).toBeLessThanOrEqual(4_000)
    expect([7, 8, 4_999].map((number) => records.has(assetId(number)))).toEqual([true, false, true])
  })

  it('reports a failure and asks again when wanted again', async () => {
    const { bridge, client, onError } = setUp({})
    const cache = createAssetCache(client, onError)
    cache.request([assetId(1)])
    await vi.runAllTimersAsync()
    cache.request([assetId(1)])
    await vi.runAllTimersAsync()
    expect(onError).toHaveBeenCalledTimes(2)
    expect(bridge.calls).toHaveLength(2)
  })
})

const found = (order: string) => ({ order, stacks: [], shapes: null, problems: [] })

describe('order store', () => {
  it('answers a burst of changes with one reload', async () => {
    const { bridge, client } = setUp({
      'catalogue.find': ({ section }) => found(section === 'trash' ? '' : assetId(1)),
    })
    const { store } = createOrderStore(client)
    for (let i = 0; i < 20; i++) bridge.emit('library.changed', { ids: [assetId(i)], reason: 'added' })
    await vi.runAllTimersAsync()
    expect(bridge.calls.map(({ name }) => name)).toEqual(['catalogue.newest', 'catalogue.find', 'catalogue.find'])
    const { library, trash, error } = store.getState()
    expect([library?.slice(), trash?.slice(), error]).toEqual([[assetId(1)], [], null])
  })

  it('knows the first and how many there are before it knows them all', async () => {
    const all = Promise.withResolvers<ReturnType<typeof found>>()
    const { client } = setUp({
      'catalogue.newest': () => ({ order: assetId(3), count: 3 }),
      'catalogue.find': () => all.promise,
    })
    const order = createOrderStore(client)
    const loading = order.load()
    await vi.runAllTimersAsync()
    const { library, trash } = order.store.getState()
    expect([library?.length, library?.slice(), trash]).toEqual([3, [assetId(3)], null])
    all.resolve(found([3, 2, 1].map(assetId).join('')))
    await loading
    expect(order.store.getState().library?.slice()).toEqual([3, 2, 1].map(assetId))
  })

  it('does not load for what moves no image, but for what may be anything', async () => {
    const { bridge, client } = setUp({ 'catalogue.find': () => found(assetId(1)) })
    createOrderStore(client)
    bridge.emit('library.changed', { ids: [assetId(1)], reason: 'marks' })
    bridge.emit('library.changed', { ids: [assetId(1)], reason: 'looks' })
    await vi.runAllTimersAsync()
    expect(bridge.calls).toHaveLength(0)
    bridge.emit('library.changed', { ids: [], reason: 'updated' })
    await vi.runAllTimersAsync()
    expect(bridge.calls).toHaveLength(3)
  })

  it('keeps the very list where nothing moved', async () => {
    const { client } = setUp({ 'catalogue.find': () => found(assetId(2) + assetId(1)) })
    const order = createOrderStore(client)
    await order.load()
    const before = order.store.getState().library
    await order.load()
    expect(before?.slice()).toEqual([assetId(2), assetId(1)])
    expect(order.store.getState().library).toBe(before)
  })

  it('keeps what it has when a reload fails', async () => {
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
  it('lists the jobs of one image, oldest first, and follows their changes', async () => {
    const other = sampleJob(3, { documentId: documentId(2) })
    const { bridge, client } = setUp({ 'jobs.list': () => [sampleJob(1), sampleJob(2)] })
    const jobs = createJobsStore(client)
    await jobs.load(documentId(1))
    bridge.emit('jobs.changed', other)
    bridge.emit('jobs.changed', sampleJob(0, { state: 'running' }))
    await vi.runAllTimersAsync()
    expect(selectJobsOf(jobs.store.getState(), documentId(1)).map(({ seed }) => seed)).toEqual([0, 1, 2])
  })

  it('shows the first of many at once, and the others together', async () => {
    const { bridge, client } = setUp({})
    const jobs = createJobsStore(client)
    let changes = 0
    jobs.store.subscribe(() => void changes++)
    for (let number = 0; number < 1_000; number++) bridge.emit('jobs.changed', sampleJob(number))
    expect([changes, jobs.store.getState().byId.size]).toEqual([1, 1])
    await vi.runAllTimersAsync()
    expect([changes, jobs.store.getState().byId.size]).toEqual([2, 1_000])
  })

  it('knows what was heard before a decision, though it was not shown yet', async () => {
    const { bridge, client } = setUp({ 'jobs.decide': ({ verdict }) => sampleJob(1, { verdict }) })
    const jobs = createJobsStore(client)
    bridge.emit('jobs.changed', sampleJob(0))
    bridge.emit('jobs.changed', sampleJob(1))
    await jobs.decide(sampleJob(1).id, 'kept')
    await vi.runAllTimersAsync()
    expect(jobs.store.getState().byId.get(sampleJob(1).id)?.verdict).toBe('kept')
  })

  it('does not let a slow list undo an event', async () => {
    const { bridge, client } = setUp({ 'jobs.list': () => [sampleJob(1, { state: 'running', progress: 0.5 })] })
    const jobs = createJobsStore(client)
    const loading = jobs.load(documentId(1))
    bridge.emit('jobs.changed', sampleJob(1))
    await loading
    expect(selectJobsOf(jobs.store.getState(), documentId(1))[0]?.state).toBe('done')
  })
})

describe('settings store', () => {
  it('shows a change at once and keeps it', async () => {
    const { bridge, client, onError } = setUp({
      'settings.get': () => sampleSettings(),
      'settings.change': (patch) => sampleSettings(patch as never),
    })
    const settings = await loadSettingsStore(client, onError)
    settings.change({ theme: 'light' })
    expect(settings.store.getState().theme).toBe('light')
    await vi.runAllTimersAsync()
    expect(bridge.calls.at(-1)).toMatchObject({ name: 'settings.change', input: { theme: 'light' } })
    expect(onError).not.toHaveBeenCalled()
  })

  it('hears what is changed elsewhere while it asks, or saves', async () => {
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
    await vi.runAllTimersAsync()
    expect(settings.store.getState()).toMatchObject({ theme: 'light', thumbnailPx: 200 })
  })

  it('takes back what could not be kept', async () => {
    const { client, onError } = setUp({ 'settings.get': () => sampleSettings() })
    const settings = await loadSettingsStore(client, onError)
    settings.change({ theme: 'light' })
    await vi.runAllTimersAsync()
    expect(settings.store.getState().theme).toBe('dark')
    expect(onError).toHaveBeenCalledOnce()
  })
})
