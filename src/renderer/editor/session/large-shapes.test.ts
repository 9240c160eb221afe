import { describe, expect, it, vi } from 'vitest'
import type { CoverageSource } from '../document/raster.ts'
import { ellipseSource } from '../raster/shapes/ellipse-source.ts'
import { firstMask, openPaint, type PaintDriver } from '../../../../test/support/window/paint-driver.ts'

/** 64 tiles: twice as many as are processed at once. */
const size = { widthPx: 2_048, heightPx: 2_048 }
const all = { x: 0, y: 0, ...size }
const busyWith = ({ session }: PaintDriver) => session.store.getState().busyWith

async function drawGradient(): Promise<PaintDriver> {
  const paint = await openPaint(size)
  paint.session.tools.choose('gradient')
  paint.down(0, 1_000).move(2_048, 1_000).up()
  return paint
}

async function isDone(paint: PaintDriver): Promise<void> {
  while (busyWith(paint) !== null) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe('a shape on a large image', () => {
  it('is rasterized in the background as one step, with a preview until it is done', async () => {
    const paint = await drawGradient()
    const { store } = paint.session
    expect(store.getState()).toMatchObject({ busyWith: 'Gradient', preview: { type: 'line' }, hasMask: false })
    await isDone(paint)
    expect(store.getState()).toMatchObject({ preview: null, hasMask: true, undoLabel: 'Gradient' })
    expect([paint.at(10, 2_047), paint.at(1_024, 0), paint.at(2_047, 2_047)]).toEqual([254, 127, 0])
    paint.session.undo()
    expect(store.getState()).toMatchObject({ hasMask: false, canUndo: false })
  })

  it('equals the result of direct rasterization', async () => {
    const source = ellipseSource({ x: 3.5, y: 10, widthPx: 2_040, heightPx: 1_999.25 }, true)
    const paint = await openPaint(size)
    paint.session.masks.combine('Ellipse', source, 'add')
    await isDone(paint)
    paint.session.masks.invert()
    await isDone(paint)
    const { raster } = paint.session
    const expected = raster.read(raster.invert(raster.combine(raster.empty(size, 1), source, 'add')), all)
    expect(Buffer.compare(paint.pixels(), expected)).toBe(0)
  })

  it('is canceled by undo, which reverts nothing else', async () => {
    const paint = await openPaint(size)
    paint.stroke([[100, 100]])
    const bytes = paint.session.raster.bytes
    paint.session.masks.invert()
    paint.session.undo()
    expect(busyWith(paint)).toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(paint.session.store.getState()).toMatchObject({
      undoLabel: 'Paint',
      announcement: { text: 'Canceled: Invert mask' },
    })
    expect([paint.at(100, 100), paint.at(1_000, 1_000), paint.session.raster.bytes]).toEqual([255, 0, bytes])
  })

  it('is finished before the next stroke, step or output, so that none is lost', async () => {
    const stroked = await drawGradient()
    stroked.session.tools.choose('eraser')
    stroked.stroke([[10, 10]])
    expect([stroked.at(10, 10), stroked.at(10, 100)]).toEqual([0, 254])
    const inverted = await drawGradient()
    inverted.session.masks.invert()
    await isDone(inverted)
    expect([inverted.at(10, 10), inverted.at(2_047, 10)]).toEqual([1, 255])
    const duplicated = await drawGradient()
    duplicated.session.masks.duplicate(firstMask)
    expect(duplicated.at(10, 10, duplicated.session.store.getState().targetId)).toBe(254)
    const cleared = await drawGradient()
    cleared.session.clear()
    expect(cleared.session.store.getState()).toMatchObject({ hasMask: false, canRestore: true })
    const sent = await drawGradient()
    void sent.session.output.maskPng().catch(() => undefined)
    expect(sent.at(10, 10)).toBe(254)
    const saved = await drawGradient()
    await saved.session.flush()
    expect(saved.at(10, 10)).toBe(254)
  })

  it('does not interrupt a contour drawn meanwhile', async () => {
    const paint = await drawGradient()
    paint.session.tools.choose('lasso')
    paint.down(100, 100).move(300, 100).move(300, 300)
    await isDone(paint)
    expect(paint.session.store.getState().preview).toMatchObject({ type: 'path' })
    paint.up()
    await isDone(paint)
    expect(paint.at(290, 110)).toBe(255)
  })

  it('is canceled if finishing it would delay a stroke for seconds', async () => {
    const paint = await openPaint(size)
    let nowMs = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
    const slow: CoverageSource = {
      bounds: all,
      read: () => {
        nowMs += 100
        return 'full'
      },
    }
    paint.session.masks.combine('Slow', slow, 'add')
    paint.stroke([[100, 100]])
    clock.mockRestore()
    expect([paint.at(100, 100), paint.at(1_000, 1_000), busyWith(paint)]).toEqual([255, 0, null])
    expect(paint.session.store.getState()).toMatchObject({
      undoLabel: 'Paint',
      announcement: { text: 'Canceled: Slow' },
    })
  })

  it('changes nothing and reports a problem if rasterizing fails', async () => {
    const problems: unknown[] = []
    const paint = await openPaint({ ...size, onProblem: (error) => problems.push(error) })
    let reads = 0
    const broken: CoverageSource = {
      bounds: all,
      read: () => {
        if (++reads > 40) throw new RangeError('broken')
        return 'full'
      },
    }
    paint.session.masks.combine('Broken', broken, 'add')
    await isDone(paint)
    expect(problems).toHaveLength(1)
    expect(paint.session.store.getState()).toMatchObject({ hasMask: false, canUndo: false })
    paint.stroke([[50, 50]])
    expect(paint.at(50, 50)).toBe(255)
  })

  it('is canceled when the document closes', async () => {
    const paint = await drawGradient()
    paint.session.dispose()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(busyWith(paint)).toBeNull()
  })
})
