import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeBridge, type Answers } from '../../../../../test/support/window/fake-bridge.ts'
import { createClient, createServices } from '../../../client/index.ts'
import { assetId, sampleAsset, sampleSettings } from '../../../../../test/support/window/sample-records.ts'
import { createGalleryModel } from '../create-gallery-model.ts'
import { chosenIds, clickTile, selectOnly, showLike } from '../create-gallery-store.ts'
import { settle } from '../../../../../test/support/settle.ts'

const everything = [5, 4, 3, 2, 1].map(assetId)
const pack = (...numbers: number[]) => numbers.map(assetId).join('')
const plain = { stacks: [], shapes: null, problems: [] }

type Find = NonNullable<Answers['catalogue.find']>

/** The request for the full default order. */
const isPlain = ({ collectionId, query, sort, isStacked, withShapes }: Parameters<Find>[0]) =>
  collectionId === null && query === '' && sort === 'newest' && !isStacked && !withShapes

async function setUp(find: Find = () => ({ order: pack(3, 1), ...plain })) {
  const answers: Answers = {
    'settings.get': () => sampleSettings(),
    'settings.change': ({ gallery }) => sampleSettings(gallery && { gallery }),
    'catalogue.find': (query, callId) => {
      if (!isPlain(query)) return find(query, callId)
      return { order: query.section === 'trash' ? assetId(9) : everything.join(''), ...plain }
    },
  }
  const bridge = createFakeBridge(answers)
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await services.order.load()
  const model = createGalleryModel(services)
  const stop = model.view.watch()
  const finds = () =>
    bridge.calls
      .filter(({ name, input }) => name === 'catalogue.find' && !isPlain(input as Parameters<Find>[0]))
      .map(({ input }) => input)
  const list = () => model.view.store.getState().ids
  const ids = () => list()?.slice() ?? null
  await settle()
  return { bridge, services, ...model, answers, stop, finds, list, ids }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('gallery view', () => {
  it('shows the loaded order until a search is entered', async () => {
    const { ids, finds, actions } = await setUp()
    expect(ids()).toEqual(everything)
    expect(finds()).toEqual([])
    actions.setQuery('  red cup ')
    await settle()
    expect(finds()).toMatchObject([{ section: 'library', query: 'red cup', collectionId: null, sort: 'newest' }])
    expect(actions.order().slice()).toEqual([3, 1].map(assetId))
  })

  it('never shows images of another section', async () => {
    const { ids, actions } = await setUp(() => new Promise(() => undefined))
    actions.setSection('trash')
    expect(ids()).toEqual([assetId(9)])
    actions.setQuery('cup')
    expect(ids()).toEqual([assetId(9)])
    actions.setSection('library')
    expect(ids()).toEqual(everything)
    actions.setSort('rating')
    actions.setSection('trash')
    expect(ids()).toBeNull()
  })

  it('ignores the response to an outdated query', async () => {
    const waiting = new Map<string, (order: string) => void>()
    const { ids, actions } = await setUp(
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

  it('keeps the selection among found images, and the same list object when nothing changed', async () => {
    const { bridge, store, list, actions } = await setUp()
    selectOnly(store, assetId(4))
    clickTile(store, assetId(3), actions.order(), { isRange: false, isToggle: true })
    actions.setQuery('cup')
    await settle()
    expect(chosenIds(store.getState(), actions.order())).toEqual([assetId(3)])
    expect(store.getState().cursor).toBe(assetId(3))
    const previous = list()
    bridge.emit('library.changed', { ids: [assetId(3)], reason: 'updated' })
    await settle()
    expect(list()).toBe(previous)
  })

  it.each(['looks:"red cup"', 'reference:anna Likeness:anna'])(
    'adds images to %s as they are embedded',
    async (query) => {
      let embedded = [3]
      const { bridge, ids, actions, finds } = await setUp(() => ({ order: pack(...embedded), ...plain }))
      actions.setQuery(query)
      await settle()
      embedded = [3, 1]
      for (let batch = 0; batch < 5; batch++) bridge.emit('vision.indexChanged', {})
      await settle()
      expect(ids()).toEqual([3, 1].map(assetId))
      expect(finds()).toHaveLength(2)
    },
  )

  it('leaves other searches alone while images are embedded', async () => {
    const { bridge, actions, finds } = await setUp()
    actions.setQuery('cup')
    await settle()
    bridge.emit('vision.indexChanged', {})
    await settle()
    expect(finds()).toHaveLength(1)
  })

  it('sends no request while unwatched and catches up afterwards', async () => {
    const { bridge, stop, view, actions, finds } = await setUp()
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

  it('reports how many images have no fingerprint yet in a search for similar images', async () => {
    const { store, view, ids, answers, actions } = await setUp()
    answers['catalogue.similar'] = () => ({ matches: [{ id: assetId(2), distance: 3 }], pending: 12, model: null })
    showLike(store, assetId(4))
    await settle()
    expect([ids(), view.store.getState().pending]).toEqual([[4, 2].map(assetId), 12])
    actions.setSection('library')
    await settle()
    expect(view.store.getState().pending).toBe(0)
  })

  it('reports a failed search and recovers with the next one', async () => {
    let isBroken = true
    const { view, ids, actions } = await setUp(() => {
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

  it('expands a stack in place, keeps it expanded, and moves the cursor to the cover when it is collapsed', async () => {
    const members = [3, 8, 7].map(assetId)
    let size = 3
    const stacked = await setUp(() => ({ order: pack(5, 3, 1), ...plain, stacks: size > 1 ? [{ at: 1, size }] : [] }))
    const { bridge, store, ids, actions, answers } = stacked
    answers['catalogue.stack'] = () => ({ ids: members })
    answers['library.assets'] = ({ ids: query }) => query.map((id) => sampleAsset(Number(id.slice(-4))))
    actions.setStacked(true)
    await settle()
    expect(ids()).toEqual([5, 3, 1].map(assetId))
    await actions.toggleStack(assetId(3))
    expect(ids()).toEqual([5, 3, 8, 7, 1].map(assetId))
    bridge.emit('library.changed', { ids: [assetId(1)], reason: 'updated' })
    await settle()
    expect(ids()).toEqual([5, 3, 8, 7, 1].map(assetId))
    selectOnly(store, assetId(7))
    await actions.toggleStack(assetId(7))
    expect(ids()).toEqual([5, 3, 1].map(assetId))
    expect(store.getState().cursor).toBe(assetId(3))
    await actions.show(assetId(8))
    expect(store.getState().cursor).toBe(assetId(8))
    size = 1
    bridge.emit('library.changed', { ids: [assetId(8)], reason: 'removed' })
    await settle()
    expect(ids()).toEqual([5, 3, 1].map(assetId))
  })
})
