import { expect, it, vi } from 'vitest'
import { firstMask, openPaint, type PaintDriver } from '../../../../../test/support/window/paint-driver.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { ObjectMask, ObjectPrompt } from '../../../../shared/util/mask/object-mask.ts'
import type { ImageVision } from '../image-vision.ts'

/** Four objects: the quarters of the image. Those of included points, without those of excluded ones; or the box. */
function quartersOf({ points, box }: ObjectPrompt): ObjectMask {
  const holds = (x: number, y: number) => {
    const isAt = (point: { readonly x: number; readonly y: number }) => point.x < 20 === x < 4 && point.y < 20 === y < 4
    if (box !== null && points.length === 0) return x < 4
    return points.some((point) => point.isIncluded && isAt(point)) && !points.some((p) => !p.isIncluded && isAt(p))
  }
  const levels = Uint8Array.from({ length: 64 }, (_, at) => (holds(at % 8, Math.floor(at / 8)) ? 255 : 0))
  if (!levels.includes(255)) throw new AppError('vision/no-subject', 'No object there.')
  return { levels, widthPx: 8, heightPx: 8, filled: { widthPx: 8, heightPx: 8 } }
}

async function open(vision: Partial<ImageVision> = {}) {
  const onProblem = vi.fn()
  const findObject = vi.fn(async (_image: unknown, prompt: ObjectPrompt) => quartersOf(prompt))
  const paint = await openPaint({ widthPx: 40, heightPx: 40, onProblem, vision: { findObject, ...vision } })
  paint.session.tools.choose('object')
  const state = () => paint.session.store.getState()
  async function click(x: number, y: number, keys = {}): Promise<void> {
    const before = findObject.mock.settledResults.filter(({ type }) => type !== 'incomplete').length
    paint.down(x, y, keys).up(keys)
    await vi.waitFor(() => expect(findObject.mock.settledResults[before]?.type).toMatch(/fulfilled|rejected/))
    await vi.waitFor(() => expect(state().busyWith).toBeNull())
  }
  return { paint, onProblem, findObject, state, click }
}

const corners = [
  [5, 5],
  [35, 5],
  [5, 35],
  [35, 35],
] as const
const covered = (paint: PaintDriver) => corners.map(([x, y]) => paint.at(x, y, firstMask)).map((value) => value / 255)

it('each click adds an object as a step of its own', async () => {
  const { paint, click } = await open()
  await click(5, 5)
  expect(covered(paint)).toEqual([1, 0, 0, 0])
  await click(35, 35)
  expect(covered(paint)).toEqual([1, 0, 0, 1])
  paint.session.undo()
  expect(covered(paint)).toEqual([1, 0, 0, 0])
  paint.session.undo()
  expect(covered(paint)).toEqual([0, 0, 0, 0])
})

it('Shift adds a part to the last object and Alt removes one, all in the same step', async () => {
  const { paint, findObject, click } = await open()
  await click(5, 5)
  await click(35, 5, { shift: true })
  expect(covered(paint)).toEqual([1, 1, 0, 0])
  await click(6, 6, { alt: true })
  expect(covered(paint)).toEqual([0, 1, 0, 0])
  expect(findObject.mock.lastCall?.[1]).toEqual({
    points: [
      { x: 5, y: 5, isIncluded: true },
      { x: 35, y: 5, isIncluded: true },
      { x: 6, y: 6, isIncluded: false },
    ],
    box: null,
  })
  paint.session.undo()
  expect(covered(paint)).toEqual([0, 0, 0, 0])
})

it('clicks in quick succession change the same object, each what the one before made', async () => {
  const { paint } = await open()
  paint.down(5, 5).up()
  paint.down(35, 5, { shift: true }).up({ shift: true })
  paint.down(6, 6, { alt: true }).up({ alt: true })
  await vi.waitFor(() => expect(covered(paint)).toEqual([0, 1, 0, 0]))
  paint.session.undo()
  expect(covered(paint)).toEqual([0, 0, 0, 0])
})

it('after another step Alt removes a whole object from the mask', async () => {
  const { paint, findObject, click } = await open()
  await click(5, 5)
  paint.session.masks.invert()
  expect(covered(paint)).toEqual([0, 1, 1, 1])
  await click(35, 35, { alt: true })
  expect(findObject.mock.lastCall?.[1].points).toEqual([{ x: 35, y: 35, isIncluded: true }])
  expect(covered(paint)).toEqual([0, 1, 1, 0])
})

it('a box selects the object in it', async () => {
  const { paint, findObject } = await open()
  paint.stroke([
    [2, 2],
    [18, 30],
  ])
  await vi.waitFor(() => expect(covered(paint)).toEqual([1, 0, 1, 0]))
  expect(findObject.mock.lastCall?.[1]).toEqual({ points: [], box: { x: 2, y: 2, widthPx: 16, heightPx: 28 } })
})

it('shows the object under the pointer, once the image is prepared', async () => {
  const prepared = Promise.withResolvers<null>()
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => ({ putImageData: () => undefined })
    },
  )
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(width * height * 4)
      }
    },
  )
  try {
    const { paint, state, findObject } = await open({ prepareObjects: () => prepared.promise })
    await vi.waitFor(() => expect(state().isAnalyzing).toBe(true))
    paint.move(5, 5)
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(findObject).not.toHaveBeenCalled()
    prepared.resolve(null)
    await vi.waitFor(() => expect(state().shownObject).not.toBeNull())
    expect(state()).toMatchObject({ isAnalyzing: false, announcement: { text: expect.stringContaining('Click') } })
    paint.move(6, 5).move(7, 5)
    await vi.waitFor(() => expect(findObject.mock.lastCall?.[1].points).toEqual([{ x: 7, y: 5, isIncluded: true }]))
    paint.move(-5, 5)
    await vi.waitFor(() => expect(state().shownObject).toBeNull())
    expect(state().canUndo).toBe(false)
  } finally {
    vi.unstubAllGlobals()
  }
})

it('reports that there is no model, and no object at a click', async () => {
  const missing = new AppError('model/missing', 'No model for object selection is installed.')
  const without = await open({ prepareObjects: () => Promise.reject(missing) })
  await vi.waitFor(() => expect(without.onProblem).toHaveBeenCalledWith(missing))
  const { paint, onProblem, click } = await open()
  await click(5, 5)
  await click(6, 6, { alt: true })
  expect(onProblem.mock.calls).toMatchObject([[{ code: 'vision/no-subject' }]])
  // What was selected stays.
  expect(covered(paint)).toEqual([1, 0, 0, 0])
})
