import { describe, expect, it } from 'vitest'
import type { ComparedColors, LabPlanes } from './compare-colors.ts'
import { applyMatch, measureMatch, noMatch } from './match-colors.ts'
import { toOklab } from './oklab.ts'
import type { Overview } from './overview.ts'
import type { Planes } from './planes.ts'

const widthPx = 40
const heightPx = 30
const pixels = widthPx * heightPx
const empty = (): Float32Array => new Float32Array(pixels)
const nothing: Planes = { widthPx, heightPx, red: empty(), green: empty(), blue: empty(), alpha: empty() }

/** The mask is a square in the middle. */
function overview(isTouched = (x: number, y: number) => x > 12 && x < 28 && y > 8 && y < 22): Overview {
  const touched = Uint8Array.from({ length: pixels }, (_, n) =>
    isTouched(n % widthPx, Math.floor(n / widthPx)) ? 1 : 0,
  )
  return { widthPx, heightPx, source: nothing, answer: nothing, touched, inside: Float32Array.from(touched), factor: 1 }
}

/** Keeps only this many pixels. */
const keptFirst = (count: number): Overview => overview((x, y) => y * widthPx + x >= count)

type Color = readonly [number, number, number]

function planesOf(colorAt: (n: number) => Color): LabPlanes {
  const planes = [empty(), empty(), empty()] as const
  const lab = { lightness: 0, a: 0, b: 0 }
  for (let n = 0; n < pixels; n++) {
    toOklab(...colorAt(n), lab)
    ;[planes[0][n], planes[1][n], planes[2][n]] = [lab.lightness, lab.a, lab.b]
  }
  return planes
}

const sourceAt = (n: number): Color => [60 + ((n * 37) % 120), 70 + ((n * 53) % 110), 50 + ((n * 71) % 130)]
const tinted = (n: number): Color => {
  const [red, green, blue] = sourceAt(n)
  return [red * 1.1 + 6, green, blue * 0.88]
}

function compared(answerAt: (n: number) => Color, visible = new Uint8Array(pixels).fill(1)): ComparedColors {
  return { source: planesOf(sourceAt), answer: planesOf(answerAt), visible }
}

function errorOf(colors: ComparedColors, match = measureMatch(overview(), colors)): number {
  let sum = 0
  for (let n = 0; n < pixels; n++) {
    const lab = { lightness: colors.answer[0][n]!, a: colors.answer[1][n]!, b: colors.answer[2][n]! }
    applyMatch(match, 1, lab)
    sum += Math.hypot(lab.lightness - colors.source[0][n]!, lab.a - colors.source[1][n]!, lab.b - colors.source[2][n]!)
  }
  return sum / pixels
}

describe('measureMatch', () => {
  it('removes a tint, including where it was not measured', () => {
    const colors = compared(tinted)
    expect(errorOf(colors, noMatch)).toBeGreaterThan(0.03)
    expect(errorOf(colors)).toBeLessThan(0.005)
  })

  it('leaves matching colors unchanged', () => {
    const { matrix, offset } = measureMatch(overview(), compared(sourceAt))
    ;[...matrix, ...offset].forEach((value, n) =>
      expect(value).toBeCloseTo([...noMatch.matrix, ...noMatch.offset][n]!, 5),
    )
  })

  it('is robust when a quarter of the ring shows something else', () => {
    const responseAt = (n: number): Color => (n % widthPx < 10 ? [250, 10, 240] : tinted(n))
    const colors = compared(responseAt)
    const right = compared(tinted)
    expect(errorOf(right, measureMatch(overview(), colors))).toBeLessThan(0.012)
  })

  it('matches only the mean with few kept pixels, and nothing with almost none', () => {
    const few = measureMatch(keptFirst(40), compared(tinted))
    expect([few.matrix[0], few.matrix[4], few.matrix[1]]).toEqual([1, 1, 0])
    expect(Math.hypot(...few.offset)).toBeGreaterThan(0.01)
    expect(measureMatch(keptFirst(5), compared(tinted))).toEqual(noMatch)
  })

  it('ignores transparent pixels', () => {
    const responseAt = (n: number): Color => (n % widthPx < 20 ? [255, 0, 255] : tinted(n))
    const visible = Uint8Array.from({ length: pixels }, (_, n) => (n % widthPx < 20 ? 0 : 1))
    const match = measureMatch(overview(), compared(responseAt, visible))
    expect(errorOf(compared(tinted), match)).toBeLessThan(0.004)
  })
})
