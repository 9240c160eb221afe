import { describe, expect, it } from 'vitest'
import { applyTurn, normalizeDegrees, turnedBounds } from './turn.ts'

describe('turn', () => {
  it('mirrors first, then rotates clockwise', () => {
    const turned = applyTurn({ rotationDeg: 90, isMirrored: true }, { x: 3, y: 1 })
    expect(turned.x).toBe(-1)
    expect(turned.y).toBe(-3)
  })

  it('is exact at right angles', () => {
    expect(turnedBounds({ rotationDeg: -90, isMirrored: false }, { x: 0, y: 0, widthPx: 7, heightPx: 3 })).toEqual({
      x: 0,
      y: -7,
      widthPx: 3,
      heightPx: 7,
    })
  })

  it.each([
    [0, 0],
    [360, 0],
    [180, 180],
    [-180, 180],
    [270, -90],
    [-450, -90],
    [0.1 + 0.2 - 0.3, 0],
  ])('normalizes %d° to %d°', (degrees, expected) => expect(normalizeDegrees(degrees)).toBe(expected))
})
