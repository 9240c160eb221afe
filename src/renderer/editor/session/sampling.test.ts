/// <reference types="node" />
import * as fc from 'fast-check'
import { inflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoredTile } from '../../../shared/domain/canvas-document.ts'
import { areSameBytes } from '../raster/pixel-math.ts'
import { rectSource } from '../raster/shapes/rect-source.ts'
import { assetB, firstMask, openPaint, type PaintDriver } from '../../../../test/support/window/paint-driver.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const size = { widthPx: 600, heightPx: 300 }
const shown = (paint: PaintDriver) => paint.session.store.getState()

describe('the sampling area', () => {
  it('is painted and erased with the mask tools without changing the mask', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    paint.down(50, 50).up()
    paint.session.chooseTarget('sampling')
    paint.stroke([
      [200, 50],
      [300, 50],
    ])
    paint.session.tools.choose('eraser')
    paint.down(250, 50).up()
    expect([200, 250, 300].map((x) => paint.at(x, 50, 'sampling'))).toEqual([255, 0, 255])
    expect([50, 200].map((x) => paint.at(x, 50))).toEqual([255, 0])
    expect(paint.at(50, 50, 'sampling')).toBe(0)
    expect(shown(paint)).toMatchObject({ hasMask: true, hasSampling: true, sampling: 'painted', targetId: 'sampling' })
  })

  it('is painted with hard, full strength regardless of the brush settings', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 40, hardness: 0, strength: 0.3, pressure: 'strength' } })
    paint.session.chooseTarget('sampling')
    paint.down(100, 100, { pressure: 0.1 }).up()
    expect([100, 110, 118].map((x) => paint.at(x, 100, 'sampling'))).toEqual([255, 255, 255])
    expect(paint.at(122, 100, 'sampling')).toBe(0)
    paint.session.chooseTarget(firstMask)
    paint.down(100, 100, { pressure: 1 }).up()
    expect(paint.at(100, 100)).toBeLessThan(80)
  })

  it('is sent once painted; automatic mode keeps it but does not send it', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    const { session } = paint
    expect(await session.output.samplingPng()).toBeNull()
    session.masks.changeSampling('painted')
    // Nothing is painted there yet, so it becomes the target.
    expect(shown(paint).targetId).toBe('sampling')
    expect(await session.output.samplingPng()).toBeNull()
    paint.down(50, 50).up()
    expect((await session.output.samplingPng())?.length).toBeGreaterThan(50)
    session.masks.changeSampling('automatic')
    expect(shown(paint)).toMatchObject({ targetId: firstMask, hasSampling: true })
    expect(await session.output.samplingPng()).toBeNull()
    session.masks.changeSampling('painted')
    expect(shown(paint).targetId).toBe(firstMask)
    expect(paint.at(50, 50, 'sampling')).toBe(255)
  })

  it('does not take over a mask stroke in progress', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    paint.down(50, 50)
    paint.session.chooseTarget('sampling')
    paint.move(100, 50).up()
    expect([paint.at(80, 50), paint.at(80, 50, 'sampling')]).toEqual([255, 0])
    expect(shown(paint).sampling).toBe('automatic')
  })

  it('is the target of invert, clear, restore and rectangle while selected', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    session.masks.combine('Rectangle', rectSource({ x: 0, y: 0, widthPx: 10, heightPx: 10 }, false), 'add')
    session.chooseTarget('sampling')
    session.masks.invert()
    expect([paint.at(5, 5, 'sampling'), paint.at(5, 5), paint.at(50, 50)]).toEqual([255, 255, 0])
    session.masks.combine('Rectangle', rectSource({ x: 100, y: 0, widthPx: 10, heightPx: 10 }, false), 'subtract')
    expect(paint.at(105, 5, 'sampling')).toBe(0)
    session.clear()
    expect(shown(paint)).toMatchObject({
      hasMask: true,
      hasSampling: false,
      canRestore: true,
    })
    session.restore()
    expect([paint.at(105, 5, 'sampling'), paint.at(50, 50, 'sampling')]).toEqual([0, 255])
  })

  it('notifies listeners of the changed surface and counts revisions separately', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    const changed: string[] = []
    paint.session.chooseTarget('sampling')
    const before = shown(paint)
    paint.session.onPaint((layer) => changed.push(layer))
    paint.down(50, 50).up()
    paint.session.undo()
    expect(new Set(changed)).toEqual(new Set(['sampling']))
    expect(shown(paint).maskRevision).toBe(before.maskRevision)
    expect(shown(paint).samplingRevision).toBe(before.samplingRevision + 2)
  })

  it('is preserved when a result is kept', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    paint.down(50, 50).up()
    paint.session.chooseTarget('sampling')
    paint.down(90, 50).up()
    paint.session.extent.keep({ id: assetB, size, parentAt: { x: 0, y: 0 }, hasLayers: false, prompts: null })
    expect(shown(paint)).toMatchObject({ hasMask: false, hasSampling: true, sampling: 'painted' })
  })
})

describe('undo across mask and sampling area', () => {
  it('reverts steps in reverse order with the sampling mode of each', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    const { session } = paint
    paint.down(50, 50).up()
    session.chooseTarget('sampling')
    paint.down(90, 50).up()
    session.chooseTarget(firstMask)
    paint.down(130, 50).up()
    session.masks.changeSampling('automatic')
    const capture = () => [paint.at(50, 50), paint.at(90, 50, 'sampling'), paint.at(130, 50), shown(paint).sampling]
    const captured = [capture()]
    const labels: (string | null)[] = []
    while (shown(paint).canUndo) {
      labels.push(shown(paint).undoLabel)
      session.undo()
      captured.push(capture())
    }
    expect(labels).toEqual([
      'Automatic sampling area',
      'Paint',
      'Sampling area: Paint',
      'Manual sampling area',
      'Paint',
    ])
    expect(captured).toEqual([
      [255, 255, 255, 'automatic'],
      [255, 255, 255, 'painted'],
      [255, 255, 0, 'painted'],
      [255, 0, 0, 'painted'],
      [255, 0, 0, 'automatic'],
      [0, 0, 0, 'automatic'],
    ])
  })

  it('targets the mask again when the sampling mode returns to automatic', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    paint.session.chooseTarget('sampling')
    paint.session.undo()
    expect(shown(paint)).toMatchObject({ sampling: 'automatic', targetId: firstMask })
    paint.session.redo()
    expect(shown(paint)).toMatchObject({ sampling: 'painted', targetId: firstMask })
  })

  it('restores every state after any mix of strokes and target switches', async () => {
    const point = fc.tuple(fc.integer({ min: -20, max: 620 }), fc.integer({ min: -20, max: 320 }))
    const stroke = fc.record({
      points: fc.array(point, { minLength: 1, maxLength: 3 }),
      erases: fc.boolean(),
      layer: fc.constantFrom(firstMask, 'sampling'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(stroke, { minLength: 1, maxLength: 6 }), async (strokes) => {
        const paint = await openPaint({ ...size, brush: { sizePx: 60, hardness: 0.6 } })
        const capture = () => ({
          mask: paint.pixels(),
          sampling: paint.pixels('sampling'),
          mode: shown(paint).sampling,
        })
        const states = [capture()]
        let isPainted = false
        for (const { points, erases, layer } of strokes) {
          paint.session.chooseTarget(layer)
          // The first switch is its own step.
          if (layer === 'sampling' && !isPainted) states.push(capture())
          isPainted ||= layer === 'sampling'
          paint.session.tools.choose(erases ? 'eraser' : 'brush')
          const before = paint.session.doc
          paint.stroke(points)
          // A stroke that touches nothing is not a step.
          if (paint.session.doc !== before) states.push(capture())
        }
        const expectState = (state: ReturnType<typeof capture>) => {
          const current = capture()
          expect(current.mode).toBe(state.mode)
          expect(areSameBytes(current.mask, state.mask) && areSameBytes(current.sampling, state.sampling)).toBe(true)
        }
        for (const state of states.slice(0, -1).toReversed()) {
          paint.session.undo()
          expectState(state)
        }
        expect(shown(paint).canUndo).toBe(false)
        for (const state of states.slice(1)) {
          paint.session.redo()
          expectState(state)
        }
        paint.session.dispose()
        expect(paint.session.raster.bytes).toBe(0)
      }),
      { numRuns: 25 },
    )
  })
})

describe('saving mask and sampling area', () => {
  it('saves tiles per surface with the mode and restores both', async () => {
    const disk = new Map<string, StoredTile>()
    let mode: string | null = null
    const paint = await openPaint({
      ...size,
      brush: { sizePx: 20 },
      onSave: ({ tiles, state }) => {
        mode = state.sampling
        for (const tile of tiles) disk.set(`${tile.surfaceId} ${tile.column} ${tile.row}`, tile)
        return Promise.resolve()
      },
    })
    paint.down(50, 50).up()
    paint.session.chooseTarget('sampling')
    paint.down(50, 60).up()
    paint.down(400, 60).up()
    await paint.session.flush()
    expect(mode).toBe('painted')
    expect([...disk.keys()].toSorted()).toEqual(['mask-1 0 0', 'sampling 0 0', 'sampling 1 0'])
    expect(inflateSync(disk.get('sampling 1 0')!.deflated!)).toHaveLength(65_536)

    const again = await openPaint({ ...size, tiles: [...disk.values()], sampling: 'painted' })
    for (const layer of [firstMask, 'sampling']) {
      expect(areSameBytes(again.pixels(layer), paint.pixels(layer))).toBe(true)
    }
    expect(shown(again)).toMatchObject({ hasMask: true, hasSampling: true, sampling: 'painted', targetId: firstMask })
  })

  it('saves only the mode if only it changed, and nothing if it is unchanged', async () => {
    const saves: string[] = []
    const paint = await openPaint({
      ...size,
      onSave: ({ tiles, state }) => {
        saves.push(`${state.sampling} ${tiles.length}`)
        return Promise.resolve()
      },
    })
    paint.session.masks.changeSampling('painted')
    await paint.session.flush()
    paint.session.masks.changeSampling('automatic')
    paint.session.masks.changeSampling('painted')
    await paint.session.flush()
    expect(saves).toEqual(['painted 0'])
  })
})
