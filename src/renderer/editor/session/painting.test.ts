import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { areSameBytes } from '../raster/pixel-math.ts'
import { rectSource } from '../raster/shapes/rect-source.ts'
import { assetA, assetB, openPaint } from '../../../../test/support/window/paint-driver.ts'

const kept = {
  id: assetB,
  size: { widthPx: 64, heightPx: 64 },
  parentAt: { x: 0, y: 0 },
  hasLayers: false,
  prompts: null,
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('brush', () => {
  it('paints a hard dot with an edge one pixel wide', async () => {
    const paint = await openPaint({ widthPx: 12, heightPx: 10 })
    paint.down(6, 5).up()
    expect(paint.art()).toMatchInlineSnapshot(`
      "............
      ...179971...
      ..19####91..
      ..7######7..
      ..9######9..
      ..9######9..
      ..7######7..
      ..19####91..
      ...179971...
      ............"
    `)
  })

  it('paints a soft dot that fades to its rim', async () => {
    const paint = await openPaint({ widthPx: 13, heightPx: 13, brush: { sizePx: 12, hardness: 0 } })
    paint.down(6.5, 6.5).up()
    expect(paint.art()).toMatchInlineSnapshot(`
      ".............
      ...0000000...
      ..001222100..
      .00234543200.
      .01356765310.
      .02468986420.
      .02579#97520.
      .02468986420.
      .01356765310.
      .00234543200.
      ..001222100..
      ...0000000...
      ............."
    `)
  })

  it('joins distant points without beads', async () => {
    const paint = await openPaint({ widthPx: 400, heightPx: 60, brush: { sizePx: 20 } })
    paint.stroke([
      [30, 30],
      [370, 30],
    ])
    for (let x = 30; x < 370; x++) {
      expect(paint.at(x, 21)).toBe(255)
      expect(paint.at(x, 38)).toBe(255)
      expect(paint.at(x, 19)).toBe(0)
      expect(paint.at(x, 40)).toBe(0)
    }
  })

  it('draws diagonal lines as wide as horizontal ones', async () => {
    const paint = await openPaint({ widthPx: 300, heightPx: 300, brush: { sizePx: 40 } })
    paint.stroke([
      [60, 60],
      [240, 240],
    ])
    const across = Math.SQRT1_2 * 19
    expect(paint.at(Math.floor(150 + across), Math.floor(150 - across))).toBe(255)
    expect(paint.at(Math.floor(150 + across + 3), Math.floor(150 - across - 3))).toBe(0)
  })

  it('paints at subpixel positions', async () => {
    const paint = await openPaint({ widthPx: 20, heightPx: 20 })
    paint.down(10.25, 10).up()
    expect(paint.at(14, 9)).toBeGreaterThan(0)
    expect(paint.at(5, 9)).toBe(0)
  })

  it('never exceeds its strength within a stroke', async () => {
    const paint = await openPaint({ widthPx: 64, heightPx: 64, brush: { sizePx: 30, strength: 0.4, hardness: 0.5 } })
    paint.down(20, 32)
    for (let i = 0; i < 50; i++) paint.move(20 + (i % 2) * 20, 32)
    paint.up()
    expect(Math.max(...paint.pixels())).toBe(102)
  })

  it('adds a second stroke to the first', async () => {
    const paint = await openPaint({ widthPx: 32, heightPx: 32, brush: { sizePx: 20, strength: 0.5 } })
    paint.down(16, 16).up().down(16, 16).up()
    expect(paint.at(16, 16)).toBe(192)
  })

  it('erases in proportion to its strength, completely at full strength', async () => {
    const paint = await openPaint({ widthPx: 32, heightPx: 32, brush: { sizePx: 20 } })
    paint.session.masks.invert()
    paint.session.tools.choose('eraser')
    paint.session.tools.changeBrush({ strength: 0.5 })
    paint.down(16, 16).up()
    expect(paint.at(16, 16)).toBe(127)
    paint.session.tools.changeBrush({ strength: 1 })
    paint.down(16, 16).up()
    expect(paint.at(16, 16)).toBe(0)
    expect(paint.at(2, 2)).toBe(255)
  })

  it('subtracts while Alt is held, and with the eraser end of a pen', async () => {
    const paint = await openPaint({ widthPx: 64, heightPx: 32, brush: { sizePx: 10 } })
    paint.session.masks.invert()
    paint.down(16, 16, { alt: true }).up()
    paint.down(48, 16, { isEraserEnd: true }).up()
    expect([paint.at(16, 16), paint.at(48, 16), paint.at(32, 16)]).toEqual([0, 0, 255])
  })

  it('creates no step outside the image and keeps redo steps', async () => {
    const paint = await openPaint({ widthPx: 32, heightPx: 32, brush: { sizePx: 6 } })
    paint.down(-40, 10).move(-30, 12).up()
    expect(paint.session.store.getState().canUndo).toBe(false)
    paint.down(16, 16).up()
    paint.session.undo()
    paint.down(70, 70).up()
    paint.session.redo()
    expect(paint.at(16, 16)).toBe(255)
  })

  it('draws a straight line from the last point with Shift', async () => {
    const paint = await openPaint({ widthPx: 100, heightPx: 100, brush: { sizePx: 6 } })
    paint.down(10, 10).up()
    paint.down(90, 90, { shift: true }).up()
    expect(paint.at(50, 50)).toBe(255)
    expect(paint.session.store.getState().undoLabel).toBe('Paint')
    paint.session.undo()
    expect([paint.at(50, 50), paint.at(10, 10)]).toEqual([0, 255])
  })

  it('is constrained to one axis while Shift is held after the press', async () => {
    const paint = await openPaint({ widthPx: 100, heightPx: 100, brush: { sizePx: 6 } })
    paint.down(10, 50).move(30, 53, { shift: true }).move(80, 60, { shift: true }).up({ shift: true })
    expect(paint.at(80, 50)).toBe(255)
    expect(paint.at(80, 60)).toBe(0)
  })

  it('maps pressure to size', async () => {
    const paint = await openPaint({ widthPx: 100, heightPx: 60, brush: { sizePx: 40, pressure: 'size' } })
    paint.down(20, 30, { pressure: 0.25 }).move(80, 30, { pressure: 1 }).up()
    expect([paint.at(20, 30), paint.at(20, 37)]).toEqual([255, 0])
    expect(paint.at(80, 45)).toBe(255)
  })

  it('maps pressure to strength without weakening existing paint', async () => {
    const paint = await openPaint({ widthPx: 100, heightPx: 60, brush: { sizePx: 20, pressure: 'strength' } })
    paint.down(20, 30, { pressure: 1 }).move(60, 30, { pressure: 0.5 }).move(21, 30, { pressure: 0.5 }).up()
    expect(paint.at(20, 30)).toBe(255)
    expect(paint.at(65, 30)).toBe(128)
  })

  it('leaves no gap if the brush grows faster than it moves', async () => {
    const paint = await openPaint({ widthPx: 120, heightPx: 120, brush: { sizePx: 80, pressure: 'size' } })
    paint.down(60, 60, { pressure: 0.1 }).move(62, 60, { pressure: 1 }).up()
    for (let angle = 0; angle < 360; angle += 5) {
      const x = Math.floor(62 + 37 * Math.cos((angle * Math.PI) / 180))
      const y = Math.floor(60 + 37 * Math.sin((angle * Math.PI) / 180))
      expect(paint.at(x, y)).toBe(255)
    }
  })

  it('stays within the image', async () => {
    const paint = await openPaint({ widthPx: 300, heightPx: 270, brush: { sizePx: 50 } })
    paint.stroke([
      [-100, -100],
      [400, 400],
    ])
    paint.stroke([
      [900, 10],
      [1000, 10],
    ])
    expect(paint.session.raster.bounds(paint.session.doc.masks[0]!.pixels)).toEqual({
      x: 0,
      y: 0,
      widthPx: 300,
      heightPx: 270,
    })
    const corner = paint.session.raster.tiles(paint.session.doc.masks[0]!.pixels)[3]!
    expect(paint.session.raster.pixels(corner)[10 * 256 + 44]).toBe(0)
  })
})

describe('undo', () => {
  it('reverts N strokes with N undos and redoes them all', async () => {
    const point = fc.tuple(fc.integer({ min: -20, max: 620 }), fc.integer({ min: -20, max: 540 }))
    const stroke = fc.record({ points: fc.array(point, { minLength: 1, maxLength: 4 }), erases: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(stroke, { minLength: 1, maxLength: 6 }), async (strokes) => {
        const paint = await openPaint({
          widthPx: 600,
          heightPx: 520,
          brush: { sizePx: 60, hardness: 0.6, strength: 0.7 },
        })
        const states = [paint.pixels()]
        for (const { points, erases } of strokes) {
          paint.session.tools.choose(erases ? 'eraser' : 'brush')
          const before = paint.session.doc
          paint.stroke(points)
          // A stroke that touches nothing is not a step.
          if (paint.session.doc !== before) states.push(paint.pixels())
        }
        for (let i = states.length - 2; i >= 0; i--) {
          paint.session.undo()
          expect(areSameBytes(paint.pixels(), states[i]!)).toBe(true)
        }
        expect(paint.session.raster.isEmpty(paint.session.doc.masks[0]!.pixels)).toBe(true)
        expect(paint.session.store.getState().canUndo).toBe(false)
        for (let i = 1; i < states.length; i++) {
          paint.session.redo()
          expect(areSameBytes(paint.pixels(), states[i]!)).toBe(true)
        }
        paint.session.dispose()
        expect(paint.session.raster.bytes).toBe(0)
      }),
      { numRuns: 25 },
    )
  })

  it('canceling discards only the stroke in progress', async () => {
    const paint = await openPaint({ widthPx: 64, heightPx: 64 })
    paint.down(20, 20).up().down(40, 40).move(50, 50)
    expect(paint.at(45, 45)).toBe(255)
    paint.session.tools.cancel()
    expect([paint.at(45, 45), paint.at(20, 20)]).toEqual([0, 255])
    expect(paint.session.store.getState().isPainting).toBe(false)
  })

  it('discards only the stroke in progress, during which the tool cannot change', async () => {
    const paint = await openPaint({ widthPx: 64, heightPx: 64 })
    paint.down(20, 20).up().down(40, 40)
    paint.session.tools.choose('eraser')
    expect([paint.at(40, 40), paint.session.store.getState().tool]).toEqual([255, 'brush'])
    paint.session.undo()
    expect([paint.at(40, 40), paint.at(20, 20)]).toEqual([0, 255])
  })

  it('reverts inverting, clearing and restoring the mask', async () => {
    const paint = await openPaint({ widthPx: 300, heightPx: 64 })
    paint.down(20, 20).up()
    const painted = paint.pixels()
    paint.session.masks.invert()
    expect([paint.at(20, 20), paint.at(299, 63)]).toEqual([0, 255])
    paint.session.masks.invert()
    expect(paint.pixels()).toEqual(painted)
    paint.session.clear()
    expect(paint.session.store.getState()).toMatchObject({
      hasMask: false,
      canRestore: true,
    })
    paint.session.restore()
    expect(paint.pixels()).toEqual(painted)
    paint.session.undo()
    paint.session.undo()
    expect(paint.pixels()).toEqual(painted)
  })

  it('reverts keeping a result, clearing the mask and the prompt in one step', async () => {
    const bases: string[] = []
    const onSave = ({ baseId }: { baseId: string }) => {
      bases.push(baseId)
      return Promise.resolve()
    }
    const paint = await openPaint({ widthPx: 64, heightPx: 64, onSave })
    paint.down(20, 20).up()
    paint.session.edit.changePrompts({ prompt: 'a cup' })
    paint.session.extent.keep({ ...kept, prompts: { prompt: 'a red cup', negativePrompt: '' } })
    paint.session.edit.changePrompts({ prompt: 'a plate' })
    expect(paint.session.store.getState()).toMatchObject({ baseId: assetB, hasMask: false })
    await paint.session.flush()
    paint.session.undo()
    expect(paint.session.store.getState()).toMatchObject({ baseId: assetA, hasMask: true })
    // The prompt comes back with the mask.
    expect(paint.session.store.getState().prompts.prompt).toBe('a red cup')
    await paint.session.flush()
    expect(bases).toEqual([assetB, assetA])
    expect(paint.at(20, 20)).toBe(255)
  })

  it('combines a rectangle with the mask, clipped to the image', async () => {
    const paint = await openPaint({ widthPx: 300, heightPx: 300 })
    paint.session.masks.combine('Rectangle', rectSource({ x: 250, y: 250, widthPx: 100, heightPx: 20 }, false), 'add')
    expect(paint.session.raster.bounds(paint.session.doc.masks[0]!.pixels)).toEqual({
      x: 250,
      y: 250,
      widthPx: 50,
      heightPx: 20,
    })
    paint.session.masks.combine('Rectangle', rectSource({ x: 0, y: 0, widthPx: 300, heightPx: 260 }, false), 'subtract')
    expect(paint.session.raster.bounds(paint.session.doc.masks[0]!.pixels)).toEqual({
      x: 250,
      y: 260,
      widthPx: 50,
      heightPx: 10,
    })
  })
})

describe('temporary tools', () => {
  it('pan without changing the mask, then return to the previous tool', async () => {
    const paint = await openPaint({ widthPx: 64, heightPx: 64 })
    const start = paint.session.store.getState().viewport
    paint.session.tools.hold('pan')
    paint.down(10, 10).move(15, 7).up()
    expect(paint.session.store.getState().viewport.originX).toBeCloseTo(start.originX + 5)
    paint.session.tools.release('pan')
    expect(paint.session.store.getState().activeTool).toBe('brush')
    expect(paint.session.raster.isEmpty(paint.session.doc.masks[0]!.pixels)).toBe(true)
  })

  it('end when the window loses focus, without interrupting a stroke in progress', async () => {
    const paint = await openPaint({ widthPx: 64, heightPx: 64 })
    paint.down(10, 10)
    paint.session.tools.hold('pan')
    paint.session.tools.releaseAll()
    paint.move(30, 10).up()
    expect(paint.at(20, 10)).toBe(255)
  })

  it('change brush size horizontally and hardness vertically', async () => {
    const paint = await openPaint({ widthPx: 64, heightPx: 64, brush: { sizePx: 50, hardness: 0.5 } })
    paint.session.view.zoomTo(2)
    paint.session.tools.hold('resize-brush')
    paint.down(100, 100).move(125, 55).up()
    expect(paint.session.store.getState().brush.sizePx).toBeCloseTo(70)
    expect(paint.session.store.getState().brush.hardness).toBeCloseTo(0.7)
  })
})
