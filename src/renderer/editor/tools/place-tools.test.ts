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
  it('moves from the inside in one step', () => {
    const tool = mover().down(50, 40, inside).move(60, 45).up()
    expect(tool.take()).toMatchObject([
      { type: 'place', placement: { centreX: 60, centreY: 45, scaleX: 0.5 } },
      { type: 'place', placement: { centreX: 60, centreY: 45 } },
      { type: 'commit' },
    ])
  })

  it('is constrained to one axis with Shift', () => {
    expect(placements(mover().down(50, 40, inside).move(60, 44, { shift: true }))).toMatchObject([
      { centreX: 60, centreY: 40 },
    ])
  })

  it('ignores a click and a drag outside the layer', () => {
    expect(mover().click(50, 40, inside).drag([5, 5], [20, 20]).take()).toEqual([])
  })

  it('scales proportionally about the opposite corner', () => {
    // The box is 40 × 20 about 50, 40: the bottom-right corner is at 70, 50.
    const [placement] = placements(mover().down(70, 50, { handle: 'se' }).move(90, 60))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 60, centreY: 45 })
  })

  it('scales proportionally from a side', () => {
    const [placement] = placements(mover().down(70, 40, { handle: 'e' }).move(90, 40))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 60, centreY: 40 })
  })

  it('scales freely with Shift', () => {
    const [side] = placements(mover().down(70, 40, { handle: 'e' }).move(90, 44, { shift: true }))
    expect(side).toMatchObject({ scaleX: 0.75, scaleY: 0.5, centreX: 60, centreY: 40 })
    const [corner] = placements(mover().down(70, 50, { handle: 'se' }).move(90, 60, { shift: true }))
    expect(corner).toMatchObject({ scaleX: 0.75, scaleY: 0.75 })
  })

  it('scales about the center with Alt', () => {
    const [placement] = placements(mover().down(70, 50, { handle: 'se' }).move(80, 55, { alt: true }))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 50, centreY: 40 })
  })

  it('scales a rotated layer along its own axes', () => {
    const tool = mover({ rotationDeg: 90 }).down(50, 60, { handle: 'e' }).move(50, 80, { shift: true })
    const [placement] = placements(tool)
    expect(placement?.scaleX).toBeCloseTo(0.75)
    expect(placement?.scaleY).toBeCloseTo(0.5)
    expect(placement?.centreX).toBeCloseTo(50)
    expect(placement?.centreY).toBeCloseTo(50)
  })

  it('keeps a layer at least one pixel in size', () => {
    const [placement] = placements(mover().down(70, 50, { handle: 'se' }).move(30, 30))
    expect(placement?.scaleX).toBeCloseTo(1 / 80)
    expect(placement?.scaleY).toBeCloseTo(1 / 40)
  })

  it('flips a layer about the opposite handle when dragged past it', () => {
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

  it('flips a rotated layer along its own axes', () => {
    // At 90° the right side is the bottom one; the opposite is at 50, 20.
    const [placement] = placements(
      mover({ rotationDeg: 90 }).down(50, 60, { handle: 'e' }).move(50, 0, { shift: true }),
    )
    expect(placement?.isFlippedX).toBe(true)
    expect(placement?.scaleX).toBeCloseTo(0.25)
    expect(placement?.centreY).toBeCloseTo(10)
  })

  it('rotates outside a corner, in steps of 15° with Shift', () => {
    const free = placements(mover().down(82, 56, { handle: 'rotate' }).move(34, 72))
    expect(free[0]?.rotationDeg).toBeCloseTo(90)
    const stepped = placements(
      mover({ rotationDeg: 3 }).down(82, 58, { handle: 'rotate' }).move(70, 76, { shift: true }),
    )
    expect(stepped[0]?.rotationDeg).toBe(30)
  })

  it('abandons a drag on Escape', () => {
    const tool = mover().down(50, 40, inside).move(60, 45)
    tool.take()
    expect(tool.cancel().up().take()).toEqual([{ type: 'abandon' }])
  })

  it('is nudged with arrow keys by 1 px, with Shift by 10 px, with Alt scaled and rotated', () => {
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

  it('shows a hint without an image layer', () => {
    expect(new ToolDriver('move').down(50, 40).up().nudge(1, 0).take()).toMatchObject([
      { type: 'hint' },
      { type: 'hint' },
    ])
  })
})
