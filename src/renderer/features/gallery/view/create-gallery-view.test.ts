import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeBridge, type Answers } from '../../../client/fake-bridge.ts'
import { createClient, createServices } from '../../../client/index.ts'
import { assetId, sampleSettings } from '../../../client/sample-records.ts'
import { createGalleryModel } from '../create-gallery-model.ts'
import { chosenIds, clickTile, selectOnly } from '../create-gallery-store.ts'

const everything = [5, 4, 3, 2, 1].map(assetId)
const pack = (...numbers: number[]) => numbers.map(assetId).join('')
const plain = { stacks: [], shapes: null, problems: [] }

async function setUp(find: Answers['catalogue.find'] = () => ({ order: pack(3, 1), ...plain })) {
  const answers: Answers = {
    'settings.get': () => sampleSettings(),
    'settings.change': (patch) => ({ ...sampleSettings(), ...patch }) as never,
    'library.order': ({ trashed }) => ({ ids: trashed ? [assetId(9)] : everything }),
    'catalogue.find': find,
  }
  const bridge = createFakeBridge(answers)
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await services.order.load()
  const model = createGalleryModel(services)
  const stop = model.view.watch()
  const finds = () => bridge.calls.filter(({ name }) => name === 'catalogue.find').map(({ input }) => input)
  const ids = () => model.view.store.getState().ids
  const settle = () => vi.runAllTimersAsync()
  await settle()
  return { bridge, services, ...model, answers, stop, finds, ids, settle }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the gallery’s view', () => {
  it('is everything that is at hand until something is looked for', async () => {
    const { ids, finds, actions, settle } = await setUp()
    expect(ids()).toEqual(everything)
    expect(finds()).toEqual([])
    actions.setQuery('  red cup ')
    await settle()
    expect(finds()).toMatchObject([{ shelf: 'library', query: 'red cup', collectionId: null, sort: 'newest' }])
    expect(actions.order()).toEqual([3, 1].map(assetId))
  })

  it('never shows one shelf while the other is chosen', async () => {
    const { ids, actions } = await setUp(() => new Promise(() => undefined))
    actions.setShelf('trash')
    expect(ids()).toEqual([assetId(9)])
    actions.setQuery('cup')
    expect(ids()).toEqual([assetId(9)])
    actions.setShelf('library')
    expect(ids()).toEqual(everything)
    actions.setSort('rating')
    actions.setShelf('trash')
    expect(ids()).toBeNull()
  })

  it('forgets the answer to what is not asked any more', async () => {
    const waiting = new Map<string, (order: string) => void>()
    const { ids, actions, settle } = await setUp(
      ({ query }) =>
        new Promise((resolve) => {
          waiting.set(query, (order) => resolve({ order, ...plain }))
        }),
    )
    actions.setQuery('re')
    actions.setQuery('red')
    await settle()
    waiting.get('red')!(pack(2))
    await settle()
    waiting.get('re')!(pack(4))
    await settle()
    expect(ids()).toEqual([assetId(2)])
  })

  it('keeps what is selected where it is still found, and the very list where nothing moved', async () => {
    const { bridge, store, ids, actions, settle } = await setUp()
    selectOnly(store, assetId(4))
    clickTile(store, assetId(3), actions.order(), { isRange: false, isToggle: true })
    actions.setQuery('cup')
    await settle()
    expect(chosenIds(store.getState(), actions.order())).toEqual([assetId(3)])
    expect(store.getState().cursor).toBe(assetId(3))
    const before = ids()
    bridge.emit('library.changed', { ids: [assetId(3)], reason: 'updated' })
    await settle()
    expect(ids()).toBe(before)
  })

  it('asks for nothing while nobody watches, and for what was missed afterwards', async () => {
    const { bridge, stop, view, actions, finds, settle } = await setUp()
    actions.setQuery('cup')
    await settle()
    stop()
    bridge.emit('library.changed', { ids: [assetId(3)], reason: 'updated' })
    await settle()
    expect(finds()).toHaveLength(1)
    view.watch()
    await settle()
    expect(finds()).toHaveLength(2)
  })

  it('tells of a search that failed, and mends with the next', async () => {
    let isBroken = true
    const { view, ids, actions, settle } = await setUp(() => {
      if (isBroken) throw Object.assign(new Error('x'), { code: 'storage/database', message: 'The list is damaged.' })
      return { order: pack(1), ...plain }
    })
    actions.setQuery('cup')
    await settle()
    expect(view.store.getState()).toMatchObject({ ids: null, error: { message: 'The list is damaged.' } })
    isBroken = false
    await view.load()
    expect(ids()).toEqual([assetId(1)])
  })
})
