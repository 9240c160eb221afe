import { expect, it, vi } from 'vitest'
import { firstMask, openPaint, type PaintDriver } from '../../../../../test/support/window/paint-driver.ts'
import type { FoundObject } from '../../../../shared/domain/vision.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { ObjectMask, ObjectPrompt } from '../../../../shared/util/mask/object-mask.ts'
import type { ImageVision } from '../image-vision.ts'

/** The quarters of the image, the best first; the last has no outline. */
const quarters: readonly FoundObject[] = [
  [20, 0],
  [0, 0],
  [0, 20],
  [20, 20],
].map(([x = 0, y = 0], at) => ({ box: { x, y, widthPx: 20, heightPx: 20 }, score: 0.9 - at / 10 }))

function maskOf({ box }: ObjectPrompt): ObjectMask {
  const isIn = (x: number, y: number) => box !== null && x >= 4 === box.x >= 20 && y >= 4 === box.y >= 20
  if (box?.x === 20 && box.y === 20) throw new AppError('vision/no-subject', 'No object there.')
  const levels = Uint8Array.from({ length: 64 }, (_, at) => (isIn(at % 8, Math.floor(at / 8)) ? 255 : 0))
  return { levels, widthPx: 8, heightPx: 8, filled: { widthPx: 8, heightPx: 8 } }
}

async function open(vision: Partial<ImageVision> = {}) {
  const onProblem = vi.fn()
  const findObject = vi.fn(async (_image: unknown, prompt: ObjectPrompt) => maskOf(prompt))
  const findByWords = vi.fn(async () => ({ objects: quarters }))
  const paint = await openPaint({
    widthPx: 40,
    heightPx: 40,
    onProblem,
    vision: { findObject, findByWords, ...vision },
  })
  const { words } = await paint.session.selection.objects()
  const state = () => paint.session.store.getState()
  const selected = () => state().foundObjects?.objects.map(({ isSelected }) => isSelected)
  return { paint, words, onProblem, findObject, findByWords, state, selected }
}

/** In the order of the quarters. */
const corners = [
  [35, 5],
  [5, 5],
  [5, 35],
  [35, 35],
] as const
const covered = (paint: PaintDriver) => corners.map(([x, y]) => paint.at(x, y, firstMask)).map((value) => value / 255)

it('selects the best object, and offers the others', async () => {
  const { paint, words, findByWords, findObject, state, selected } = await open()
  await words.find('the left cup')
  expect(findByWords).toHaveBeenCalledWith(state().baseId, 'the left cup', expect.anything())
  expect(covered(paint)).toEqual([1, 0, 0, 0])
  expect(selected()).toEqual([true, false, false, false])
  expect(state()).toMatchObject({
    undoLabel: 'Select “the left cup”',
    announcement: { text: '4 objects found. The first is selected.' },
  })
  expect(findObject).toHaveBeenCalledTimes(1)
})

it('objects are turned on and off within one step, each looked for once', async () => {
  const { paint, words, findObject, state, selected } = await open()
  await words.find('cup')
  await words.toggle(1)
  expect(covered(paint)).toEqual([1, 1, 0, 0])
  await Promise.all([words.toggle(0), words.toggle(2)])
  expect(covered(paint)).toEqual([0, 1, 1, 0])
  await words.toggle(1)
  await words.toggle(2)
  expect(covered(paint)).toEqual([0, 0, 0, 0])
  await words.toggle(0)
  expect([covered(paint), selected()]).toEqual([
    [1, 0, 0, 0],
    [true, false, false, false],
  ])
  expect(findObject).toHaveBeenCalledTimes(3)
  paint.session.undo()
  expect(covered(paint)).toEqual([0, 0, 0, 0])
  expect(state()).toMatchObject({ canUndo: false, foundObjects: null })
})

it('one without an outline is left out, and said', async () => {
  const { paint, words, state, selected } = await open()
  await words.find('cup')
  await words.selectAll()
  expect([covered(paint), selected()]).toEqual([
    [1, 1, 1, 0],
    [true, true, true, false],
  ])
  expect(state().announcement?.text).toContain('no clear outline')
})

it('where the best has none, nothing is changed until another is chosen', async () => {
  const { paint, words, state, selected } = await open({
    findByWords: async () => ({ objects: quarters.toReversed() }),
  })
  await words.find('cup')
  expect([selected(), state().canUndo]).toEqual([[false, false, false, false], false])
  await words.toggle(1)
  expect(covered(paint)).toEqual([0, 0, 1, 0])
})

it('is combined with the mask as the tool says, and replaces nothing by nothing', async () => {
  const { paint, words } = await open()
  await words.find('cup')
  paint.session.tools.changeOptions({ combine: 'replace' })
  await words.find('cup')
  await Promise.all([words.toggle(0), words.toggle(1), words.toggle(2)])
  expect(covered(paint)).toEqual([0, 1, 1, 0])
  await words.toggle(1)
  await words.toggle(2)
  expect(covered(paint)).toEqual([1, 0, 0, 0])
  paint.session.tools.changeOptions({ combine: 'subtract' })
  await words.find('cup')
  expect(covered(paint)).toEqual([0, 0, 0, 0])
})

it('the list goes with any other change of the document', async () => {
  const { paint, words, state } = await open()
  await words.find('cup')
  words.point(2)
  expect(state().foundObjects?.pointed).toBe(2)
  paint.session.masks.invert()
  expect(state().foundObjects).toBeNull()
  await words.toggle(1)
  words.point(1)
  expect([covered(paint), state().foundObjects]).toEqual([[0, 1, 1, 1], null])
})

it('reports what fails, and changes nothing', async () => {
  const missing = new AppError('model/missing', 'No model for object detection is installed.')
  const { words, onProblem, state } = await open({ findByWords: () => Promise.reject(missing) })
  words.run((actions) => actions.find('cup'))
  await vi.waitFor(() => expect(onProblem).toHaveBeenCalledWith(missing))
  expect(state()).toMatchObject({ canUndo: false, foundObjects: null, busyWith: null })
})

it('is canceled like any long work', async () => {
  const { paint, words, state } = await open({ findByWords: () => new Promise(() => undefined) })
  const finding = words.find('cup')
  await vi.waitFor(() => expect(state().busyWith).toBe('Finding “cup”'))
  paint.session.masks.invert()
  expect(state()).toMatchObject({ busyWith: null, foundObjects: null })
  void finding.catch(() => undefined)
})
