import { describe, expect, it } from 'vitest'
import type { Placement } from '../../../shared/domain/canvas-document.ts'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const upright: Placement = {
  centreX: 50,
  centreY: 40,
  scaleX: 0.5,
  scaleY: 0.5,
  rotationDeg: 0,
  isFlippedX: false,
  isFlippedY: false,
}
const imageSize = { widthPx: 80, heightPx: 40 }
const mover = (change: Partial<Placement> = {}) =>
  new ToolDriver('move', {
    target: 'picture',
    placed: { placement: { ...upright, ...change }, pictureSize: imageSize },
  })
const inside = { handle: 'inside' } as const
const placements = (tool: ToolDriver) =>
  tool.take().flatMap((effect) => (effect.type === 'place' ? [effect.placement] : []))

describe('move', () => {
  it('moves from the inside, as one step', () => {
    const tool = mover().down(50, 40, inside).move(60, 45).up()
    expect(tool.take()).toMatchObject([
      { type: 'place', placement: { centreX: 60, centreY: 45, scaleX: 0.5 } },
      { type: 'place', placement: { centreX: 60, centreY: 45 } },
      { type: 'commit' },
    ])
  })

  it('keeps to one axis with Shift', () => {
    expect(placements(mover().down(50, 40, inside).move(60, 44, { shift: true }))).toMatchObject([
      { centreX: 60, centreY: 40 },
    ])
  })

  it('does nothing on a click or beside the layer', () => {
    expect(mover().click(50, 40, inside).drag([5, 5], [20, 20]).take()).toEqual([])
  })

  it('scales in proportion, the opposite corner staying where it is', () => {
    // The box is 40 × 20 about 50, 40: the bottom-right corner is at 70, 50.
    const [placement] = placements(mover().down(70, 50, { handle: 'se' }).move(90, 60))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 60, centreY: 45 })
  })

  it('scales in proportion from a side as well', () => {
    const [placement] = placements(mover().down(70, 40, { handle: 'e' }).move(90, 40))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 60, centreY: 40 })
  })

  it('scales freely with Shift', () => {
    const [side] = placements(mover().down(70, 40, { handle: 'e' }).move(90, 44, { shift: true }))
    expect(side).toMatchObject({ scaleX: 0.75, scaleY: 0.5, centreX: 60, centreY: 40 })
    const [corner] = placements(mover().down(70, 50, { handle: 'se' }).move(90, 60, { shift: true }))
    expect(corner).toMatchObject({ scaleX: 0.75, scaleY: 0.75 })
  })

  it('scales about the middle with Alt', () => {
    const [placement] = placements(mover().down(70, 50, { handle: 'se' }).move(80, 55, { alt: true }))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 50, centreY: 40 })
  })

  it('scales a turned layer in its own directions', () => {
    const tool = mover({ rotationDeg: 90 }).down(50, 60, { handle: 'e' }).move(50, 80, { shift: true })
    const [placement] = placements(tool)
    expect(placement?.scaleX).toBeCloseTo(0.75)
    expect(placement?.scaleY).toBeCloseTo(0.5)
    expect(placement?.centreX).toBeCloseTo(50)
    expect(placement?.centreY).toBeCloseTo(50)
  })

  it('never makes a layer vanish', () => {
    const [placement] = placements(mover().down(70, 50, { handle: 'se' }).move(30, 30))
    expect(placement?.scaleX).toBeCloseTo(1 / 80)
    expect(placement?.scaleY).toBeCloseTo(1 / 40)
  })

  it('turns a layer over where its handle is drawn past the opposite one, which stays where it is', () => {
    // The opposite corner is at 30, 30: the same size on the other side of it.
    const [corner] = placements(mover().down(70, 50, { handle: 'se' }).move(-10, 10))
    expect(corner).toMatchObject({ isFlippedX: true, isFlippedY: true, centreX: 10, centreY: 20 })
    expect([corner?.scaleX, corner?.scaleY]).toEqual([0.5, 0.5])
    const [side] = placements(mover({ isFlippedX: true }).down(70, 40, { handle: 'e' }).move(10, 40))
    expect(side).toMatchObject({ isFlippedX: false, isFlippedY: false, scaleX: 0.25, scaleY: 0.25, centreX: 20 })
    const [free] = placements(mover().down(70, 50, { handle: 'se' }).move(-10, 50, { shift: true }))
    expect(free).toMatchObject({ isFlippedX: true, isFlippedY: false, scaleY: 0.5, centreX: 10, centreY: 40 })
    const [around] = placements(mover().down(70, 40, { handle: 'e' }).move(30, 40, { alt: true }))
    expect(around).toMatchObject({ isFlippedX: true, isFlippedY: false, scaleX: 0.5, centreX: 50, centreY: 40 })
  })

  it('turns over along its own sides where it is turned', () => {
    // At 90° the right side is the bottom one; the opposite is at 50, 20.
    const [placement] = placements(
      mover({ rotationDeg: 90 }).down(50, 60, { handle: 'e' }).move(50, 0, { shift: true }),
    )
    expect(placement?.isFlippedX).toBe(true)
    expect(placement?.scaleX).toBeCloseTo(0.25)
    expect(placement?.centreY).toBeCloseTo(10)
  })

  it('turns beside a corner, with Shift in steps of 15°', () => {
    const free = placements(mover().down(82, 56, { handle: 'rotate' }).move(34, 72))
    expect(free[0]?.rotationDeg).toBeCloseTo(90)
    const stepped = placements(
      mover({ rotationDeg: 3 }).down(82, 58, { handle: 'rotate' }).move(70, 76, { shift: true }),
    )
    expect(stepped[0]?.rotationDeg).toBe(30)
  })

  it('is given up with Escape', () => {
    const tool = mover().down(50, 40, inside).move(60, 45)
    tool.take()
    expect(tool.cancel().up().take()).toEqual([{ type: 'abandon' }])
  })

  it('is nudged by arrows: one pixel, with Shift ten, with Alt scaled and turned', () => {
    const tool = mover()
      .nudge(1, 0)
      .nudge(0, -1, { shift: true })
      .nudge(0, -1, { alt: true })
      .nudge(1, 0, { alt: true })
    expect(tool.take()).toMatchObject([
      { placement: { centreX: 51, centreY: 40 } },
      { type: 'commit' },
      { placement: { centreX: 50, centreY: 30 } },
      { type: 'commit' },
      { placement: { scaleX: 0.505, scaleY: 0.505, rotationDeg: 0 } },
      { type: 'commit' },
      { placement: { scaleX: 0.5, rotationDeg: 1 } },
      { type: 'commit' },
    ])
  })

  it('says that it needs an image layer', () => {
    expect(new ToolDriver('move').down(50, 40).up().nudge(1, 0).take()).toMatchObject([
      { type: 'hint' },
      { type: 'hint' },
    ])
  })
})
