import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flattenMasks } from '../raster/flatten-masks.ts'
import { rectSource } from '../raster/shapes/rect-source.ts'
import { assetA, assetB, firstMask, openPaint, type PaintDriver } from '../../../../test/support/window/paint-driver.ts'
import type { Save } from './autosave.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const size = { widthPx: 600, heightPx: 300 }
const shown = ({ session }: PaintDriver) => session.store.getState()
const square = (x: number, y: number, side: number) => rectSource({ x, y, widthPx: side, heightPx: side }, false)

/** The mask value at a position, as it would be sent. */
function sentAt({ session }: PaintDriver, x: number, y: number): number {
  const [value] = flattenMasks(session.doc, session.raster, { x, y, widthPx: 1, heightPx: 1 })
  return value!
}

describe('masks', () => {
  it('are painted separately and sent flattened, each scaled by its strength', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    session.masks.combine('Square', square(0, 0, 100), 'add')
    const second = session.masks.add({ name: 'Sky', strength: 0.4 })
    session.masks.combine('Square', square(50, 0, 100), 'add')
    expect([paint.at(10, 10), paint.at(120, 10), paint.at(120, 10, second)]).toEqual([255, 0, 255])
    expect([sentAt(paint, 10, 10), sentAt(paint, 70, 10), sentAt(paint, 120, 10)]).toEqual([255, 255, 102])
    expect(shown(paint).maskBounds).toEqual({ x: 0, y: 0, widthPx: 150, heightPx: 100 })
  })

  it('are neither shown nor sent while disabled', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    session.masks.combine('Square', square(0, 0, 100), 'add')
    session.masks.change(firstMask, { isOn: false })
    expect(shown(paint)).toMatchObject({ hasMask: false, maskBounds: null, undoLabel: 'Mask off' })
    expect(sentAt(paint, 10, 10)).toBe(0)
    session.undo()
    expect(sentAt(paint, 10, 10)).toBe(255)
  })

  it('combine, duplicate and delete, except that the last is cleared instead', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    session.masks.combine('Square', square(0, 0, 100), 'add')
    session.masks.duplicate(firstMask)
    const copy = shown(paint).targetId
    session.masks.combine('Square', square(50, 50, 100), 'replace')
    session.masks.combineMask(firstMask, 'intersect')
    expect([paint.at(60, 60, copy), paint.at(20, 20, copy), paint.at(120, 120, copy)]).toEqual([255, 0, 0])
    session.masks.remove(firstMask)
    session.masks.remove(copy)
    expect(shown(paint).masks).toMatchObject([{ id: copy }])
    expect(shown(paint)).toMatchObject({ targetId: copy, hasMask: false, canRestore: true })
  })

  it('merge a dragged slider into one step, and start another after a pause', async () => {
    const paint = await openPaint(size)
    const clock = vi.spyOn(performance, 'now')
    const slide = (strength: number, atMs: number) => {
      clock.mockReturnValue(atMs)
      paint.session.masks.change(firstMask, { strength })
    }
    for (let i = 9; i > 4; i--) slide(i / 10, 1000 - i)
    slide(0.2, 5000)
    clock.mockRestore()
    expect(shown(paint).masks[0]?.strength).toBe(0.2)
    paint.session.undo()
    expect(shown(paint).masks[0]?.strength).toBe(0.5)
    paint.session.undo()
    expect(shown(paint)).toMatchObject({ canUndo: false, masks: [{ strength: 1 }] })
  })

  it('can select the image border and the whole image', async () => {
    const paint = await openPaint(size)
    paint.session.masks.selectBorder(20)
    expect([paint.at(0, 0), paint.at(19, 150), paint.at(20, 20), paint.at(599, 299)]).toEqual([255, 255, 0, 255])
    paint.session.masks.selectAll()
    expect(paint.pixels().every((value) => value === 255)).toBe(true)
  })

  it('choose grow and feather automatically until set by hand', async () => {
    const paint = await openPaint({ widthPx: 3000, heightPx: 2000 })
    const { session } = paint
    session.edit.changeIntent('fill', { isLocalFill: false })
    session.edit.automateEdge()
    session.masks.combine('Square', square(0, 0, 1000), 'add')
    const { edge } = shown(paint)
    expect(edge.featherPx).toBeGreaterThan(100)
    session.edit.changeIntent('fill', { isLocalFill: true })
    expect(shown(paint).edge).toEqual({ growPx: 4, featherPx: 4 })
    session.edit.changeEdge({ growPx: 9 })
    session.masks.combine('Square', square(0, 0, 2000), 'add')
    expect(shown(paint)).toMatchObject({ edge: { growPx: 9, featherPx: 4 }, isEdgeAutomatic: false })
  })
})

describe('paint layers', () => {
  it('are created and targeted by the color brush, each target with its own brush', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 } })
    const { session } = paint
    session.tools.changeOptions({ color: '#ff8000' })
    session.tools.choose('colour-brush')
    const layer = shown(paint).targetId
    expect(shown(paint)).toMatchObject({ targetKind: 'paint', layers: [{ id: layer, kind: 'paint' }] })
    session.tools.changeBrush({ sizePx: 60 })
    paint.down(100, 100).up()
    expect(paint.colorAt(100, 100, layer)).toEqual([255, 128, 0, 255])
    expect(paint.colorAt(200, 100, layer)).toEqual([0, 0, 0, 0])
    session.tools.choose('brush')
    expect(shown(paint)).toMatchObject({ targetId: firstMask, targetKind: 'mask' })
    expect(shown(paint).brush.sizePx).toBe(20)
    session.tools.choose('colour-eraser')
    expect(shown(paint)).toMatchObject({ targetId: layer })
    expect(shown(paint).brush.sizePx).toBe(60)
    paint.down(100, 100).up()
    expect(paint.colorAt(100, 100, layer)).toEqual([0, 0, 0, 0])
  })

  it('blend colors by coverage without darkening', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 40, strength: 0.5 } })
    const { session } = paint
    session.tools.changeOptions({ color: '#ffffff' })
    session.tools.choose('colour-brush')
    const layer = shown(paint).targetId
    paint.down(100, 100).up()
    expect(paint.colorAt(100, 100, layer)).toEqual([255, 255, 255, 128])
    session.tools.changeOptions({ color: '#000000' })
    paint.down(100, 100).up()
    const [red, , , alpha] = paint.colorAt(100, 100, layer)
    expect(alpha).toBe(192)
    expect(Math.abs(red! - 85)).toBeLessThan(2)
  })

  it('are filled, reordered, hidden and deleted in undoable steps', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    const [a, b] = [session.layers.addPaint(), session.layers.addPaint()]
    session.chooseTarget(a)
    session.layers.fillWithColor()
    expect(paint.colorAt(599, 299, a)[3]).toBe(255)
    session.layers.move(a, 1)
    session.layers.change(b, { isVisible: false })
    expect(shown(paint).layers.map(({ id, isVisible }) => [id, isVisible])).toEqual([
      [b, false],
      [a, true],
    ])
    session.layers.remove(a)
    expect(shown(paint)).toMatchObject({ layers: [{ id: b }], targetKind: 'mask', tool: 'brush' })
    for (let i = 0; i < 4; i++) session.undo()
    expect(shown(paint).layers.map(({ id }) => id)).toEqual([a, b])
  })
})

it('switches to a suitable tool for a new layer, even from a tool that works on any target', async () => {
  const { session } = await openPaint(size)
  session.tools.choose('hand')
  session.layers.addImage({ assetId: assetA, size: { widthPx: 100, heightPx: 100 }, name: 'cup' })
  expect(session.store.getState().tool).toBe('move')
  session.tools.choose('frame')
  session.layers.addPaint()
  expect(session.store.getState().tool).toBe('colour-brush')
})

it('picks the color from the document at the time of the click, even after an undo', async () => {
  const problems: unknown[] = []
  const { promise, resolve } = Promise.withResolvers<null>()
  const paint = await openPaint({
    ...size,
    onProblem: (error) => problems.push(error),
    createPixels: (raster) => ({
      read: async (doc, area) => {
        await promise
        const [layer] = doc.layers
        return layer?.kind === 'paint'
          ? Uint8ClampedArray.from(raster.read(layer.pixels, area))
          : new Uint8ClampedArray(4)
      },
    }),
  })
  const { session } = paint
  // Black at first: the color of the first mask is nearly red, and paint must not look like it.
  expect(shown(paint).options.color).toBe('#000000')
  session.tools.changeOptions({ color: '#d24b3c' })
  session.tools.choose('colour-brush')
  paint.stroke([[100, 100]])
  session.tools.choose('eyedropper')
  session.tools.changeOptions({ color: '#000000' })
  paint.down(100, 100).up()
  session.undo()
  session.tools.changeOptions({ color: '#112233' })
  session.layers.fillWithColor()
  resolve(null)
  await vi.waitFor(() => expect(shown(paint).options.color).toBe('#d24b3c'))
  expect(problems).toEqual([])
})

describe('the document extent', () => {
  it('is cropped in one step, and paint keeps its position on the image', async () => {
    const crops: unknown[] = []
    const onCrop = (rect: unknown) => {
      crops.push(rect)
      return Promise.resolve({ assetId: assetB })
    }
    const paint = await openPaint({ ...size, onCrop })
    const { session } = paint
    session.masks.combine('Square', square(200, 100, 50), 'add')
    const image = session.layers.addImage({ assetId: assetA, size: { widthPx: 100, heightPx: 100 }, name: 'cup' })
    await session.extent.crop({ x: 150.4, y: 80, widthPx: 199.6, heightPx: 120 })
    expect(crops).toEqual([{ x: 150, y: 80, widthPx: 200, heightPx: 120 }])
    expect(shown(paint)).toMatchObject({ size: { widthPx: 200, heightPx: 120 }, baseId: assetB, undoLabel: 'Crop' })
    expect(shown(paint).maskBounds).toEqual({ x: 50, y: 20, widthPx: 50, heightPx: 50 })
    expect(shown(paint).layers.find(({ id }) => id === image)).toMatchObject({
      placement: { centreX: 150, centreY: 70 },
    })
    session.undo()
    expect(shown(paint)).toMatchObject({ size, baseId: assetA })
    expect(shown(paint).maskBounds).toEqual({ x: 200, y: 100, widthPx: 50, heightPx: 50 })
  })

  it('is saved as cropped, however soon after Enter', async () => {
    const ready = Promise.withResolvers<{ assetId: typeof assetB }>()
    const saves: Save[] = []
    const paint = await openPaint({
      ...size,
      onCrop: () => ready.promise,
      onSave: (save) => {
        saves.push(save)
        return Promise.resolve()
      },
    })
    const { session } = paint
    const cropped = session.extent.crop({ x: 100, y: 50, widthPx: 300, heightPx: 200 })
    const saved = session.finish()
    ready.resolve({ assetId: assetB })
    await Promise.all([cropped, saved])
    expect(saves.at(-1)).toMatchObject({ baseId: assetB, state: { size: { widthPx: 300, heightPx: 200 } } })
  })

  it('is saved as it was where a crop fails', async () => {
    const paint = await openPaint({ ...size, onCrop: () => Promise.reject(new Error('no space')) })
    const cropped = paint.session.extent.crop({ x: 100, y: 50, widthPx: 300, heightPx: 200 })
    const saved = paint.session.finish()
    await expect(cropped).rejects.toThrow('no space')
    await saved
    expect(shown(paint)).toMatchObject({ size, baseId: assetA })
  })

  it('moves the clone source on a crop and resets the points of tools', async () => {
    const paint = await openPaint({ ...size, onCrop: () => Promise.resolve({ assetId: assetB }) })
    const { session } = paint
    const crop = { x: 100, y: 50, widthPx: 300, heightPx: 200 }
    paint.stroke([[120, 60]])
    session.tools.choose('polygon')
    for (const [x, y] of [
      [200, 100],
      [250, 100],
      [250, 150],
    ] as const) {
      paint.down(x, y).up()
    }
    await session.extent.crop(crop)
    expect([session.tools.isBusy, shown(paint).preview]).toEqual([false, null])
    session.tools.choose('brush')
    paint.down(250, 60, { shift: true }).up()
    expect([paint.at(250, 60), paint.at(185, 60)]).toEqual([255, 0])
    session.undo()
    session.undo()
    session.tools.choose('clone')
    paint.down(300, 100, { alt: true }).up()
    await session.extent.crop(crop)
    expect(shown(paint).cloneFrom).toEqual({ x: 200, y: 50 })
    session.undo()
    expect(shown(paint).cloneFrom).toEqual({ x: 300, y: 100 })
  })

  it('grows when an expanded result is kept', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    session.masks.combine('Square', square(0, 0, 50), 'add')
    session.chooseTarget('sampling')
    session.masks.combine('Square', square(10, 10, 20), 'add')
    session.extent.extendFrame('left', 0.5)
    session.extent.extendFrame('top', 0.25)
    expect(shown(paint).frame).toEqual({ x: -300, y: -75, widthPx: 900, heightPx: 375 })
    session.extent.keep({
      id: assetB,
      size: { widthPx: 900, heightPx: 375 },
      parentAt: { x: 300, y: 75 },
      hasLayers: false,
      prompts: null,
    })
    expect(shown(paint)).toMatchObject({ size: { widthPx: 900, heightPx: 375 }, frame: null, hasMask: false })
    expect(session.raster.bounds(session.doc.sampling)).toEqual({ x: 310, y: 85, widthPx: 20, heightPx: 20 })
    session.undo()
    expect(shown(paint)).toMatchObject({ size, frame: { x: -300 }, hasMask: true })
    expect(session.raster.bounds(session.doc.sampling)).toEqual({ x: 10, y: 10, widthPx: 20, heightPx: 20 })
  })

  it('removes the visible layers merged into a kept result', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    const [a, b] = [session.layers.addPaint(), session.layers.addPaint()]
    session.layers.change(b, { isVisible: false })
    session.extent.keep({ id: assetB, size, parentAt: { x: 0, y: 0 }, hasLayers: true, prompts: null })
    expect(shown(paint).layers.map(({ id }) => id)).toEqual([b])
    session.undo()
    expect(shown(paint).layers.map(({ id }) => id)).toEqual([a, b])
  })
})

describe('composing the input image', () => {
  it('uses the base alone without layers, otherwise a saved and composed image', async () => {
    const composed: string[] = []
    const onCompose = () => {
      composed.push('composed')
      return Promise.resolve({ assetId: assetB })
    }
    const paint = await openPaint({ ...size, onCompose, onSave: () => (composed.push('saved'), Promise.resolve()) })
    const { session } = paint
    expect(await session.output.compose()).toEqual({ assetId: assetA, hasLayers: false })
    session.layers.addPaint()
    expect(await session.output.compose()).toEqual({ assetId: assetB, hasLayers: true })
    // What is composed is what is on disk.
    expect(composed).toEqual(['saved', 'composed'])
  })
})

describe('undo', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 12 })

  it('reverts and repeats any mix of steps, and disposing frees all tiles', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (picks) => {
        const paint = await openPaint({ widthPx: 400, heightPx: 300, brush: { sizePx: 50, hardness: 0.5 } })
        const { session } = paint
        const first = capture(paint)
        const captured = [first]
        for (const pick of picks) {
          await act(paint, pick)
          if (shown(paint).canUndo) captured.push(capture(paint))
        }
        while (shown(paint).canUndo) session.undo()
        expect(capture(paint)).toEqual(first)
        while (shown(paint).canRedo) session.redo()
        expect(capture(paint)).toEqual(captured.at(-1))
        session.dispose()
        expect(session.raster.bytes).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

/** Everything undo must bring back. */
function capture(paint: PaintDriver) {
  const { session } = paint
  const { masks, layers, size: extent, baseId, sampling, frame } = shown(paint)
  const { doc, raster } = session
  const sums = [...doc.masks.map(({ pixels }) => pixels), ...doc.layers.flatMap((layer) => pixelsOf(layer))].map(
    (ref) =>
      raster.read(ref, { x: 0, y: 0, ...ref.size }).reduce((sum, value, at) => (sum * 31 + value + at) % 1_000_003, 7),
  )
  return { masks, layers, extent, baseId, sampling, frame, sums }
}

function pixelsOf(layer: PaintDriver['session']['doc']['layers'][number]) {
  return layer.kind === 'paint' ? [layer.pixels] : []
}

async function act(paint: PaintDriver, pick: number): Promise<void> {
  const { session } = paint
  const actions: readonly (() => unknown)[] = [
    () =>
      paint.stroke([
        [50 + pick, 50],
        [200, 120 + pick],
      ]),
    () => session.masks.add(),
    () => session.masks.invert(),
    () => session.clear(),
    () => session.layers.addPaint(),
    () => session.tools.choose('colour-brush'),
    () => session.tools.choose('brush'),
    () => session.extent.extendFrame('right', 0.1),
    () => session.extent.crop({ x: 10, y: 10, widthPx: 300, heightPx: 200 }),
    () => session.masks.duplicate(shown(paint).masks[0]!.id),
    () =>
      session.extent.keep({ id: assetB, size: session.size, parentAt: { x: 0, y: 0 }, hasLayers: true, prompts: null }),
    () => session.layers.remove(shown(paint).layers[0]?.id ?? ''),
  ]
  await actions[pick]!()
}
