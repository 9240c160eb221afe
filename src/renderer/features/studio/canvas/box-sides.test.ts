import { describe, expect, it } from 'vitest'
import { boxSides, edgeOf, moveSide, sideMiddle } from './box-sides.ts'

const image = { widthPx: 1000, heightPx: 600 }
const box = { x: 100, y: 50, widthPx: 300, heightPx: 200 }

describe('moveSide', () => {
  it.each([
    ['left', 20.4, { x: 20, y: 50, widthPx: 380, heightPx: 200 }],
    ['top', -9, { x: 100, y: 0, widthPx: 300, heightPx: 250 }],
    ['right', 2000, { x: 100, y: 50, widthPx: 900, heightPx: 200 }],
    ['bottom', 70, { x: 100, y: 50, widthPx: 300, heightPx: 64 }],
    ['left', 390, { x: 336, y: 50, widthPx: 64, heightPx: 200 }],
  ] as const)('moves the %s side to %d, within the image and the minimum size', (side, to, expected) => {
    expect(moveSide(box, side, to, image)).toEqual(expected)
  })

  it('leaves the other sides unchanged', () => {
    for (const side of boxSides) {
      const moved = moveSide(box, side, edgeOf(box, side) + 10, image)
      for (const other of boxSides) expect(edgeOf(moved, other) - edgeOf(box, other)).toBe(other === side ? 10 : 0)
    }
  })
})

describe('sideMiddle', () => {
  it('is the midpoint of the side', () => {
    expect(boxSides.map((side) => sideMiddle(box, side))).toEqual([
      { x: 100, y: 150 },
      { x: 250, y: 50 },
      { x: 400, y: 150 },
      { x: 250, y: 250 },
    ])
  })
})
