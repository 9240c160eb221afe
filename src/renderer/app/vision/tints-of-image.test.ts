import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { maskTints } from '../../../shared/domain/surfaces.ts'
import { openPaint, type PaintDriver } from '../../../../test/support/window/paint-driver.ts'
import { takeTints } from './tints-of-image.ts'

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', setImmediate)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const size = { widthPx: 600, heightPx: 300 }
const tints = ['#4da3ff', '#ffb02e', ...maskTints.slice(3), '#ff4d5e']
const colors = ({ session }: PaintDriver) => session.doc.masks.map(({ tint }) => tint)

it('masks take the colors of the image when they come, in each state of the document, but not in the middle of a stroke', async () => {
  const paint = await openPaint(size)
  const { session } = paint
  paint.stroke([[20, 20]])
  session.masks.add()
  session.masks.add({ tint: '#123456' })
  session.undo()
  paint.down(100, 100)
  const taking = takeTints(session, tints, true)
  await turn()
  paint.move(120, 100)
  expect(colors(paint)).toEqual(['#ff4d5e', '#4da3ff'])
  paint.up()
  await taking
  expect(colors(paint)).toEqual(['#4da3ff', '#ffb02e'])
  expect(session.store.getState().masks.map(({ tint }) => tint)).toEqual(['#4da3ff', '#ffb02e'])
  session.undo()
  session.undo()
  expect(colors(paint)).toEqual(['#4da3ff'])
  session.redo()
  expect([paint.at(20, 20), ...colors(paint)]).toEqual([255, '#4da3ff', '#ffb02e'])
  session.masks.add({ tint: '#4da3ff' })
  session.masks.add()
  expect(colors(paint)[3]).toBe(maskTints[3])
})

it('a color chosen by hand stays, and so do those of a document that was saved, but for new masks', async () => {
  const chosen = await openPaint(size)
  chosen.session.masks.change('mask-1', { tint: '#123456' })
  await takeTints(chosen.session, tints, true)
  expect(colors(chosen)).toEqual(['#123456'])
  const saved = await openPaint(size)
  await takeTints(saved.session, tints, false)
  saved.session.masks.add()
  expect(colors(saved)).toEqual(['#ff4d5e', '#4da3ff'])
})

it('waits for work that builds on the document as it was', async () => {
  const paint = await openPaint(size)
  paint.stroke([[100, 100]])
  const growing = paint.session.selection.refine({ type: 'grow', px: 20 })
  const taking = takeTints(paint.session, tints, true)
  expect(colors(paint)).toEqual(['#ff4d5e'])
  await growing
  await taking
  expect([paint.at(120, 100), ...colors(paint)]).toEqual([255, '#4da3ff'])
})

it('a document that was closed meanwhile is left alone', async () => {
  const { session } = await openPaint(size)
  session.dispose()
  await takeTints(session, tints, true)
  expect(session.store.getState().masks.map(({ tint }) => tint)).toEqual(['#ff4d5e'])
})
