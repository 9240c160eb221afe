import { beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { CanvasState, CanvasStore } from './create-canvas-store.ts'
import { assetB, openPaint } from '../../../../test/support/window/paint-driver.ts'
import { ViewControl } from './view-control.ts'
import { initialViewport, toImage, toScreen, visibleRect } from './viewport.ts'

const size = { widthPx: 2000, heightPx: 1000 }
const viewSize = { widthPx: 1000, heightPx: 800, dpr: 1 }
const middle = { x: 500, y: 400 }

let store: CanvasStore
let control: ViewControl
beforeEach(() => {
  const state: Pick<CanvasState, 'viewport' | 'viewSize' | 'size' | 'frame' | 'maskBounds'> = {
    viewport: initialViewport,
    viewSize: null,
    size,
    frame: null,
    maskBounds: null,
  }
  store = createStore<CanvasState>(() => state as CanvasState)
  control = new ViewControl(store)
})

const now = () => store.getState().viewport

describe('ViewControl', () => {
  it('fits the image when the stage is first laid out, and moves nothing before', () => {
    control.panBy(30, 30)
    expect(now()).toBe(initialViewport)
    control.resize(viewSize)
    expect(visibleRect(now(), viewSize, size)).toEqual({ x: 0, y: 0, ...size })
  })

  it('fits a frame that reaches beyond the view or under the tools, and leaves one that is seen where it is', () => {
    control.resize(viewSize)
    control.zoomTo(0.25)
    const before = now()
    store.setState({ frame: { x: -500, y: 0, widthPx: 2500, heightPx: 1000 } })
    control.showFrame()
    expect(now()).toBe(before)
    store.setState({ frame: { x: -1500, y: 0, widthPx: 3500, heightPx: 1000 } })
    control.showFrame()
    expect(toScreen(now(), { x: -1500, y: 0 }).x).toBeCloseTo(68, -1)
  })

  it('stays fitted in a window of another size; what was zoomed keeps its middle', () => {
    const smaller = { ...viewSize, widthPx: viewSize.widthPx / 2, heightPx: viewSize.heightPx / 2 }
    control.resize(viewSize)
    control.resize(smaller)
    expect(visibleRect(now(), smaller, size)).toEqual({ x: 0, y: 0, ...size })
    const fitted = now()
    control.zoomStep(1)
    const { zoom } = now()
    control.resize(viewSize)
    expect(now().zoom).toBe(zoom)
    control.fit()
    control.resize(smaller)
    expect(now()).toEqual(fitted)
  })

  it('fits what the frame adds as well', () => {
    control.resize(viewSize)
    store.setState({ frame: { x: -500, y: 0, widthPx: 2500, heightPx: 1000 } })
    control.fit()
    expect(toScreen(now(), { x: -500, y: 0 }).x).toBeCloseTo(68, -1)
  })

  it('follows an image of another size', () => {
    control.resize(viewSize)
    store.setState({ size: { widthPx: 100, heightPx: 100 } })
    control.fit()
    expect(now().zoom).toBe(1)
  })

  it('goes to the mask, or to the whole image where there is none', () => {
    control.resize(viewSize)
    store.setState({ maskBounds: { x: 1900, y: 900, widthPx: 50, heightPx: 50 } })
    control.toMask()
    expect(now().zoom).toBe(4)
    expect(toImage(now(), middle).x).toBeCloseTo((1852 + 1998) / 2, 0)
    store.setState({ maskBounds: null })
    control.toMask()
    expect(visibleRect(now(), viewSize, size)).toEqual({ x: 0, y: 0, ...size })
  })

  it('turns about the middle and back', () => {
    control.resize(viewSize)
    const start = now()
    control.rotateBy(15)
    control.rotateBy(-40)
    expect(now().rotationDeg).toBe(-25)
    control.resetRotation()
    expect(now()).toMatchObject({ zoom: start.zoom, rotationDeg: 0 })
    expect(now().originX).toBeCloseTo(start.originX, 6)
    expect(now().originY).toBeCloseTo(start.originY, 6)
  })

  it('mirrors what is on the screen, turned or not', () => {
    control.resize(viewSize)
    control.rotateBy(30)
    control.zoomTo(1)
    const before = toScreen(now(), { x: 1100, y: 450 })
    control.toggleMirror()
    const after = toScreen(now(), { x: 1100, y: 450 })
    expect(now()).toMatchObject({ rotationDeg: -30, isMirrored: true })
    expect(after.x).toBeCloseTo(1000 - before.x, 0)
    expect(after.y).toBeCloseTo(before.y, 0)
  })

  it('keeps its turn when it fits', () => {
    control.resize(viewSize)
    control.rotateBy(90)
    control.toggleMirror()
    control.fit()
    expect(now()).toMatchObject({ rotationDeg: -90, isMirrored: true })
  })

  it('leaves the image where it is when a crop moves its pixels', () => {
    control.resize(viewSize)
    const before = toScreen(now(), { x: 700, y: 300 })
    control.imageMoved({ x: -500, y: -200 })
    store.setState({ size: { widthPx: 800, heightPx: 600 } })
    const after = toScreen(now(), { x: 200, y: 100 })
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1)
  })
})

it('is fitted again once the frame is taken away, and once a result of another size is kept', async () => {
  const { session } = await openPaint({ widthPx: 600, heightPx: 400 })
  const fitted = session.store.getState().viewport
  session.extent.extendFrame('right', 3)
  expect(session.store.getState().viewport.zoom).toBeLessThan(fitted.zoom)
  session.extent.changeFrame(null)
  expect(session.store.getState().viewport).toEqual(fitted)

  session.view.actualSize()
  session.extent.keep({
    id: assetB,
    size: { widthPx: 3_000, heightPx: 400 },
    parentAt: { x: 0, y: 0 },
    hasLayers: true,
    prompts: null,
  })
  const kept = session.store.getState().viewport
  session.view.fit()
  expect(session.store.getState().viewport).toEqual(kept)
})
