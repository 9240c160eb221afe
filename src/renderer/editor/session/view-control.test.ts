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

const viewport = () => store.getState().viewport

describe('ViewControl', () => {
  it('fits the image on first layout and ignores panning before', () => {
    control.panBy(30, 30)
    expect(viewport()).toBe(initialViewport)
    control.resize(viewSize)
    expect(visibleRect(viewport(), viewSize, size)).toEqual({ x: 0, y: 0, ...size })
  })

  it('fits a frame that extends beyond the view but does not move a visible one', () => {
    control.resize(viewSize)
    control.zoomTo(0.25)
    const before = viewport()
    store.setState({ frame: { x: -500, y: 0, widthPx: 2500, heightPx: 1000 } })
    control.showFrame()
    expect(viewport()).toBe(before)
    store.setState({ frame: { x: -1500, y: 0, widthPx: 3500, heightPx: 1000 } })
    control.showFrame()
    expect(toScreen(viewport(), { x: -1500, y: 0 }).x).toBeCloseTo(68, -1)
  })

  it('stays fitted when resized, and keeps the zoom otherwise', () => {
    const smaller = { ...viewSize, widthPx: viewSize.widthPx / 2, heightPx: viewSize.heightPx / 2 }
    control.resize(viewSize)
    control.resize(smaller)
    expect(visibleRect(viewport(), smaller, size)).toEqual({ x: 0, y: 0, ...size })
    const fitted = viewport()
    control.zoomStep(1)
    const { zoom } = viewport()
    control.resize(viewSize)
    expect(viewport().zoom).toBe(zoom)
    control.fit()
    control.resize(smaller)
    expect(viewport()).toEqual(fitted)
  })

  it('includes the frame when fitting', () => {
    control.resize(viewSize)
    store.setState({ frame: { x: -500, y: 0, widthPx: 2500, heightPx: 1000 } })
    control.fit()
    expect(toScreen(viewport(), { x: -500, y: 0 }).x).toBeCloseTo(68, -1)
  })

  it('fits an image whose size changed', () => {
    control.resize(viewSize)
    store.setState({ size: { widthPx: 100, heightPx: 100 } })
    control.fit()
    expect(viewport().zoom).toBe(1)
  })

  it('zooms to the mask, or fits the image without one', () => {
    control.resize(viewSize)
    store.setState({ maskBounds: { x: 1900, y: 900, widthPx: 50, heightPx: 50 } })
    control.toMask()
    expect(viewport().zoom).toBe(4)
    expect(toImage(viewport(), middle).x).toBeCloseTo((1852 + 1998) / 2, 0)
    store.setState({ maskBounds: null })
    control.toMask()
    expect(visibleRect(viewport(), viewSize, size)).toEqual({ x: 0, y: 0, ...size })
  })

  it('rotates about the center and back', () => {
    control.resize(viewSize)
    const start = viewport()
    control.rotateBy(15)
    control.rotateBy(-40)
    expect(viewport().rotationDeg).toBe(-25)
    control.resetRotation()
    expect(viewport()).toMatchObject({ zoom: start.zoom, rotationDeg: 0 })
    expect(viewport().originX).toBeCloseTo(start.originX, 6)
    expect(viewport().originY).toBeCloseTo(start.originY, 6)
  })

  it('mirrors the view horizontally, even when rotated', () => {
    control.resize(viewSize)
    control.rotateBy(30)
    control.zoomTo(1)
    const before = toScreen(viewport(), { x: 1100, y: 450 })
    control.toggleMirror()
    const after = toScreen(viewport(), { x: 1100, y: 450 })
    expect(viewport()).toMatchObject({ rotationDeg: -30, isMirrored: true })
    expect(after.x).toBeCloseTo(1000 - before.x, 0)
    expect(after.y).toBeCloseTo(before.y, 0)
  })

  it('keeps rotation and mirroring when fitting', () => {
    control.resize(viewSize)
    control.rotateBy(90)
    control.toggleMirror()
    control.fit()
    expect(viewport()).toMatchObject({ rotationDeg: -90, isMirrored: true })
  })

  it('keeps the image in place on screen when a crop shifts its pixels', () => {
    control.resize(viewSize)
    const before = toScreen(viewport(), { x: 700, y: 300 })
    control.imageMoved({ x: -500, y: -200 })
    store.setState({ size: { widthPx: 800, heightPx: 600 } })
    const after = toScreen(viewport(), { x: 200, y: 100 })
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1)
  })
})

it('fits again after the frame is removed and after a result of another size is kept', async () => {
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
