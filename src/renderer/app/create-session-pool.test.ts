import { expect, it, vi } from 'vitest'
import { createClient, createServices } from '../client/index.ts'
import { createFakeBridge } from '../../../test/support/window/fake-bridge.ts'
import { assetId, documentId, sampleSettings } from '../../../test/support/window/sample-records.ts'
import { PaintDriver } from '../../../test/support/window/paint-driver.ts'
import { createSessionPool } from './create-session-pool.ts'

const document = {
  id: documentId(1),
  baseId: assetId(1),
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  isActive: true,
  openedAtMs: 0,
}

const state = {
  version: 1 as const,
  size: { widthPx: 600, heightPx: 400 },
  masks: [{ id: 'mask-1', name: 'Mask', tint: '#ff4d5e', strength: 1, isOn: true }],
  layers: [],
  targetId: 'mask-1',
  sampling: 'automatic' as const,
  frame: null,
  edit: { intent: 'fill' as const, isEdgeAutomatic: false, growPx: 4, featherPx: 8, box: null },
  words: { prompt: '', negativePrompt: '' },
}

function servicesOn(bridge: ReturnType<typeof createFakeBridge>) {
  return createServices(createClient(bridge), { isMac: false, describeError: () => ({ title: '', text: '' }) })
}

it('saves pending paint before it disposes the session of a closed document', async () => {
  let documents = [document]
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => documents,
    'canvas.load': () => ({ state, tiles: [] }),
    'canvas.save': () => undefined,
  })
  const services = await servicesOn(bridge)
  await services.documents.load()
  const pool = createSessionPool(services)
  await vi.waitFor(() => expect(pool.store.getState().session).not.toBeNull())
  const { session } = pool.store.getState()
  session?.masks.selectBorder(20)
  documents = []
  await services.documents.load()
  expect(pool.store.getState().session).toBeNull()
  await vi.waitFor(() => expect(session?.isDisposed).toBe(true))
  const saves = bridge.calls.filter(({ name }) => name === 'canvas.save')
  expect(saves.map(({ input }) => input)).toMatchObject([
    { id: document.id, baseId: document.baseId, state, isWhole: false },
  ])
  expect(saves[0]?.input).toHaveProperty('tiles.length', 6)
})

it('resolves opened and hasPixels with a document that loads and without any document', async () => {
  for (const documents of [[document], []]) {
    const bridge = createFakeBridge({
      'settings.get': () => sampleSettings(),
      'canvas.documents': () => documents,
      'canvas.load': () => ({ state, tiles: [] }),
    })
    const services = await servicesOn(bridge)
    const pool = createSessionPool(services)
    await Promise.all([pool.opened, pool.hasPixels])
    expect(pool.store.getState().session === null).toBe(documents.length === 0)
  }
})

it('warms up the fill once when a mask is edited, but not when a layer is painted', async () => {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => [document],
    'canvas.load': () => ({ state, tiles: [] }),
    'canvas.save': () => undefined,
    'jobs.expectFill': () => undefined,
  })
  const services = await servicesOn(bridge)
  await services.documents.load()
  const pool = createSessionPool(services)
  await vi.waitFor(() => expect(pool.store.getState().session).not.toBeNull())
  const session = pool.store.getState().session!
  const expected = () => bridge.calls.filter(({ name }) => name === 'jobs.expectFill').map(({ input }) => input)
  const paint = new PaintDriver(session)

  session.layers.addPaint()
  paint.down(10, 10).move(40, 10).up()
  expect(expected()).toEqual([])

  session.chooseTarget('mask-1')
  paint.down(10, 10)
  expect(expected()).toEqual([{ assetId: document.baseId }])
  paint.move(40, 10).move(60, 30)
  expect(expected()).toHaveLength(1)
  paint.up()

  session.clear()
  const before = expected().length
  session.masks.selectBorder(20)
  expect(expected()).toHaveLength(before + 1)
})

it('opens a document with a brush as large on screen as before, and keeps the size of each', async () => {
  const small = { ...document, id: documentId(2), widthPx: 300, heightPx: 200 }
  let active = document.id
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => [document, small].map((each) => ({ ...each, isActive: each.id === active })),
    'canvas.load': ({ id }) => ({
      state: id === small.id ? { ...state, size: { widthPx: 300, heightPx: 200 } } : state,
      tiles: [],
    }),
  })
  const services = await servicesOn(bridge)
  const pool = createSessionPool(services)
  const sessionOf = async (id: typeof active) => {
    active = id
    await services.documents.load()
    await vi.waitFor(() => expect(pool.store.getState().session?.id).toBe(id))
    const session = pool.store.getState().session!
    // Fitted, as it is on screen: 1 screen pixel per image pixel, and 2.
    if (session.store.getState().viewSize === null) session.view.resize({ widthPx: 680, heightPx: 480, dpr: 1 })
    return session
  }
  const onScreen = ({ store }: Awaited<ReturnType<typeof sessionOf>>) =>
    store.getState().brush.sizePx * store.getState().viewport.zoom

  const first = await sessionOf(document.id)
  first.tools.changeBrush({ sizePx: 90 })
  const size = onScreen(first)
  const second = await sessionOf(small.id)
  expect(second.store.getState().viewport.zoom).not.toBeCloseTo(first.store.getState().viewport.zoom)
  expect(onScreen(second)).toBeCloseTo(size)
  second.tools.changeBrush({ sizePx: 20 })
  const sizes = async (id: typeof active) => (await sessionOf(id)).store.getState().brush.sizePx
  expect(await sizes(document.id)).toBe(90)
  // Another tool, another zoom: neither is about the brush.
  first.tools.choose('hand')
  first.view.zoomTo(4)
  expect(await sizes(small.id)).toBe(20)
  second.tools.choose('wand')
  expect(await sizes(document.id)).toBe(90)
  expect(await sizes(small.id)).toBe(20)
  // Color brushes have their own size.
  first.layers.addPaint()
  await sessionOf(document.id)
  first.tools.changeBrush({ sizePx: 7, hardness: 0.25 })
  expect(await sizes(small.id)).toBe(20)
  expect(second.store.getState().brush.hardness).not.toBe(0.25)
})

it('says that it could not save, and is patient with a window that closes', async () => {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => [document],
    'canvas.load': () => ({ state, tiles: [] }),
    'canvas.save': () => {
      throw new Error('disk full')
    },
    'jobs.expectFill': () => undefined,
  })
  const services = await servicesOn(bridge)
  await services.documents.load()
  const pool = createSessionPool(services)
  await vi.waitFor(() => expect(pool.store.getState().session).not.toBeNull())
  await expect(pool.save()).resolves.toBeUndefined()
  pool.store.getState().session?.masks.selectBorder(20)
  await expect(pool.save()).rejects.toThrow()
  await expect(pool.flush()).resolves.toBeUndefined()
})
