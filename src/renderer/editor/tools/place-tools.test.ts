import { describe, expect, it } from 'vitest'
import type { Placement } from '../../../shared/domain/canvas-document.ts'
import { boxOfPlacement, boxOfRect, handlesOf, hitHandle, pointOf } from './handles.ts'
import { ToolDriver } from './tool-driver.ts'

const upright: Placement = {
  centreX: 50,
  centreY: 40,
  scaleX: 0.5,
  scaleY: 0.5,
  rotationDeg: 0,
  isFlippedX: false,
  isFlippedY: false,
}
const pictureSize = { widthPx: 80, heightPx: 40 }
const mover = (change: Partial<Placement> = {}) =>
  new ToolDriver('move', { target: 'picture', placed: { placement: { ...upright, ...change }, pictureSize } })
const placements = (tool: ToolDriver) =>
  tool.take().flatMap((effect) => (effect.do === 'place' ? [effect.placement] : []))

const scale = (zoom: number, dpr = 1) => ({ zoom, view: { widthPx: 800, heightPx: 600, dpr } })

describe('handles', () => {
  const box = boxOfRect({ x: 20, y: 10, widthPx: 40, heightPx: 20 })

  it('are corners and middles, clockwise', () => {
    expect(handlesOf(box).map(({ grip, at }) => [grip, at.x, at.y])).toEqual([
      ['nw', 20, 10],
      ['n', 40, 10],
      ['ne', 60, 10],
      ['e', 60, 20],
      ['se', 60, 30],
      ['s', 40, 30],
      ['sw', 20, 30],
      ['w', 20, 20],
    ])
  })

  it.each([
    [20, 10, 'nw'],
    [66, 36, 'se'],
    [60, 20, 'e'],
    [60, 14, 'ne'],
    [32, 30, 's'],
    [40, 20, 'inside'],
    [72, 38, 'turn'],
    [100, 20, null],
    [40, 60, null],
  ])('at %d, %d take hold of %s', (x, y, hit) => {
    expect(hitHandle(box, { x, y }, scale(1))).toBe(hit)
  })

  it('are as large on the screen at every zoom and display scale', () => {
    expect(hitHandle(box, { x: 66, y: 20 }, scale(1))).toBe('e')
    expect(hitHandle(box, { x: 66, y: 20 }, scale(4))).toBeNull()
    expect(hitHandle(box, { x: 61.5, y: 20 }, scale(4))).toBe('e')
    expect(hitHandle(box, { x: 63, y: 20 }, scale(4, 2))).toBe('e')
  })

  it('leave the middle of a tiny box to be moved', () => {
    const tiny = boxOfRect({ x: 20, y: 10, widthPx: 6, heightPx: 6 })
    expect(hitHandle(tiny, { x: 23, y: 13 }, scale(1))).toBe('inside')
  })

  it('turn with the box', () => {
    const turned = boxOfPlacement({ ...upright, rotationDeg: 90 }, pictureSize)
    expect(pointOf(turned, 'e').x).toBeCloseTo(50)
    expect(pointOf(turned, 'e').y).toBeCloseTo(60)
    expect(hitHandle(turned, { x: 50, y: 60 }, scale(1))).toBe('e')
    expect(hitHandle(turned, { x: 56, y: 40 }, scale(1))).toBe('n')
    expect(hitHandle(turned, { x: 85, y: 40 }, scale(1))).toBeNull()
  })
})

describe('move', () => {
  it('moves from the inside, as one step', () => {
    const tool = mover().down(50, 40).move(60, 45).up()
    expect(tool.take()).toMatchObject([
      { do: 'place', placement: { centreX: 60, centreY: 45, scaleX: 0.5 } },
      { do: 'place', placement: { centreX: 60, centreY: 45 } },
      { do: 'commit' },
    ])
  })

  it('keeps to one axis with Shift', () => {
    expect(placements(mover().down(50, 40).move(60, 44, { shift: true }))).toMatchObject([{ centreX: 60, centreY: 40 }])
  })

  it('does nothing on a click or beside the layer', () => {
    expect(mover().click(50, 40).drag([5, 5], [20, 20]).take()).toEqual([])
  })

  it('scales in proportion, the opposite corner staying where it is', () => {
    // The box is 40 × 20 about 50, 40: the lower right corner at 70, 50.
    const [placement] = placements(mover().down(70, 50).move(90, 60))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 60, centreY: 45 })
  })

  it('scales in proportion from a side as well', () => {
    const [placement] = placements(mover().down(70, 40).move(90, 40))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 60, centreY: 40 })
  })

  it('scales freely with Shift', () => {
    const [side] = placements(mover().down(70, 40).move(90, 44, { shift: true }))
    expect(side).toMatchObject({ scaleX: 0.75, scaleY: 0.5, centreX: 60, centreY: 40 })
    const [corner] = placements(mover().down(70, 50).move(90, 60, { shift: true }))
    expect(corner).toMatchObject({ scaleX: 0.75, scaleY: 0.75 })
  })

  it('scales about the middle with Alt', () => {
    const [placement] = placements(mover().down(70, 50).move(80, 55, { alt: true }))
    expect(placement).toMatchObject({ scaleX: 0.75, scaleY: 0.75, centreX: 50, centreY: 40 })
  })

  it('scales a turned layer in its own directions', () => {
    const tool = mover({ rotationDeg: 90 }).down(50, 60).move(50, 80, { shift: true })
    const [placement] = placements(tool)
    expect(placement?.scaleX).toBeCloseTo(0.75)
    expect(placement?.scaleY).toBeCloseTo(0.5)
    expect(placement?.centreX).toBeCloseTo(50)
    expect(placement?.centreY).toBeCloseTo(50)
  })

  it('never makes a layer vanish', () => {
    const [placement] = placements(mover().down(70, 50).move(30, 30))
    expect(placement?.scaleX).toBeCloseTo(1 / 80)
    expect(placement?.scaleY).toBeCloseTo(1 / 40)
  })

  it('turns a layer over where its handle is drawn past the opposite one, which stays where it is', () => {
    // The opposite corner is at 30, 30: as large again on the other side of it.
    const [corner] = placements(mover().down(70, 50).move(-10, 10))
    expect(corner).toMatchObject({ isFlippedX: true, isFlippedY: true, centreX: 10, centreY: 20 })
    expect([corner?.scaleX, corner?.scaleY]).toEqual([0.5, 0.5])
    const [side] = placements(mover({ isFlippedX: true }).down(70, 40).move(10, 40))
    expect(side).toMatchObject({ isFlippedX: false, isFlippedY: false, scaleX: 0.25, scaleY: 0.25, centreX: 20 })
    const [free] = placements(mover().down(70, 50).move(-10, 50, { shift: true }))
    expect(free).toMatchObject({ isFlippedX: true, isFlippedY: false, scaleY: 0.5, centreX: 10, centreY: 40 })
    const [around] = placements(mover().down(70, 40).move(30, 40, { alt: true }))
    expect(around).toMatchObject({ isFlippedX: true, isFlippedY: false, scaleX: 0.5, centreX: 50, centreY: 40 })
  })

  it('turns over along its own sides where it is turned', () => {
    // At 90° the right side is the lower one; the opposite lies at 50, 20.
    const [placement] = placements(mover({ rotationDeg: 90 }).down(50, 60).move(50, 0, { shift: true }))
    expect(placement?.isFlippedX).toBe(true)
    expect(placement?.scaleX).toBeCloseTo(0.25)
    expect(placement?.centreY).toBeCloseTo(10)
  })

  it('turns beside a corner, with Shift in steps of 15°', () => {
    const free = placements(mover().down(82, 56).move(34, 72))
    expect(free[0]?.rotationDeg).toBeCloseTo(90)
    const stepped = placements(mover({ rotationDeg: 3 }).down(82, 58).move(70, 76, { shift: true }))
    expect(stepped[0]?.rotationDeg).toBe(30)
  })

  it('is given up with Escape', () => {
    const tool = mover().down(50, 40).move(60, 45)
    tool.take()
    expect(tool.cancel().up().take()).toEqual([{ do: 'abandon' }])
  })

  it('is nudged by arrows: one pixel, with Shift ten, with Alt scaled and turned', () => {
    const tool = mover()
      .nudge(1, 0)
      .nudge(0, -1, { shift: true })
      .nudge(0, -1, { alt: true })
      .nudge(1, 0, { alt: true })
    expect(tool.take()).toMatchObject([
      { placement: { centreX: 51, centreY: 40 } },
      { do: 'commit' },
      { placement: { centreX: 50, centreY: 30 } },
      { do: 'commit' },
      { placement: { scaleX: 0.505, scaleY: 0.505, rotationDeg: 0 } },
      { do: 'commit' },
      { placement: { scaleX: 0.5, rotationDeg: 1 } },
      { do: 'commit' },
    ])
  })

  it('says that it needs an image layer', () => {
    expect(new ToolDriver('move').down(50, 40).up().nudge(1, 0).take()).toMatchObject([{ do: 'hint' }, { do: 'hint' }])
  })
})
