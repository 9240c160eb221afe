import { describe, expect, it } from 'vitest'
import type { ImageColor } from '../../../../shared/domain/searched-values.ts'
import { toOklab } from '../composite/oklab.ts'
import { mainColors, nameColor } from './main-colors.ts'
import { perceptualHash } from './perceptual-hash.ts'

const rgbOf = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** A square of 64 pixels with these colors stacked vertically, each the given number of rows high. */
function stripes(...parts: [hex: string, rows: number, alpha?: number][]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap(([hex, rows, alpha = 255]) => Array.from({ length: rows * 64 }, () => [...rgbOf(hex), alpha]).flat()),
  )
}

describe('nameColor', () => {
  // CSS named colors, grouped by their everyday color names.
  const named: Record<ImageColor, string[]> = {
    red: ['#ff0000', '#dc143c', '#8b0000', '#b22222', '#a52a2a'],
    orange: ['#ffa500', '#ff8c00', '#ff7f00', '#f4a460'],
    yellow: ['#ffff00', '#ffd700', '#f0e68c'],
    green: ['#008000', '#00ff00', '#228b22', '#2e8b57', '#9acd32', '#556b2f'],
    cyan: ['#00ffff', '#008080', '#40e0d0', '#20b2aa'],
    blue: ['#0000ff', '#000080', '#4169e1', '#87ceeb', '#4682b4'],
    purple: ['#800080', '#4b0082', '#663399', '#8a2be2', '#ff00ff'],
    pink: ['#ffc0cb', '#ff69b4', '#fa8072', '#ff1493', '#ee82ee'],
    brown: ['#8b4513', '#a0522d', '#654321', '#d2b48c'],
    black: ['#000000', '#101010', '#0a0a12'],
    gray: ['#808080', '#c0c0c0', '#696969', '#708090'],
    white: ['#ffffff', '#f5f5f5', '#fffafa'],
  }
  const all = Object.entries(named).flatMap(([name, hexes]) => hexes.map((hex) => [hex, name] as const))
  it.each(all)('names %s %s', (hex, name) => {
    const lab = { lightness: 0, a: 0, b: 0 }
    toOklab(rgbOf(hex)[0]!, rgbOf(hex)[1]!, rgbOf(hex)[2]!, lab)
    expect(nameColor(lab)).toBe(name)
  })
})

describe('mainColors', () => {
  it('lists the most prominent colors first and omits minor ones', () => {
    expect(mainColors(stripes(['#0000ff', 40], ['#ff0000', 20], ['#ffff00', 4]))).toEqual(['blue', 'red'])
  })

  it('weights a color more than the gray around it', () => {
    expect(mainColors(stripes(['#808080', 44], ['#ff0000', 20]))).toEqual(['red', 'gray'])
    expect(mainColors(stripes(['#808080', 62], ['#ff0000', 2]))).toEqual(['gray'])
  })

  it('counts only visible pixels', () => {
    expect(mainColors(stripes(['#00ff00', 60, 0], ['#0000ff', 4]))).toEqual(['blue'])
    expect(mainColors(stripes(['#00ff00', 64, 0]))).toEqual([])
  })
})

const gray = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: 1_024 }, (_, n) => value(n % 32, Math.floor(n / 32)))
const scene = (x: number, y: number) => 90 + 60 * Math.sin(x / 5) + 50 * Math.cos((y + x / 2) / 7)
const distance = (one: string | null, other: string | null) => {
  let bits = BigInt(`0x${one}`) ^ BigInt(`0x${other}`)
  let count = 0
  for (; bits > 0n; bits >>= 1n) count += Number(bits & 1n)
  return count
}

describe('perceptualHash', () => {
  it('sets half of its bits', () => {
    const hash = perceptualHash(gray(scene))
    expect(hash).toMatch(/^[0-9a-f]{16}$/)
    expect(distance(hash, '0')).toBe(32)
  })

  it('barely changes with brightness and contrast, but differs for other images', () => {
    const hash = perceptualHash(gray(scene))
    expect(distance(hash, perceptualHash(gray((x, y) => scene(x, y) * 0.7 + 30)))).toBeLessThanOrEqual(2)
    expect(distance(hash, perceptualHash(gray((x, y) => scene(31 - x, y))))).toBeGreaterThan(16)
    expect(distance(hash, perceptualHash(gray((x, y) => 255 - scene(x, y))))).toBeGreaterThan(40)
  })

  it('is null for an image of one color, with or without slight noise', () => {
    expect(perceptualHash(gray(() => 80))).toBeNull()
    expect(perceptualHash(gray((x, y) => 80 + ((x * 7 + y * 3) % 3) / 2))).toBeNull()
  })
})
