import { describe, expect, it } from 'vitest'
import { ssim, type LumaPlane } from './ssim.ts'

function plane(widthPx: number, heightPx: number, at: (x: number, y: number) => number): LumaPlane {
  const values = Float32Array.from({ length: widthPx * heightPx }, (_, n) => at(n % widthPx, Math.floor(n / widthPx)))
  return { widthPx, heightPx, values }
}

const texture = (x: number, y: number) => (x * 37 + y * 101 + ((x * y) % 13) * 11) % 256

describe('ssim', () => {
  it('is 1 for a picture and itself', () => {
    const picture = plane(64, 48, texture)
    expect(ssim(picture, picture)).toBeCloseTo(1, 12)
  })

  it('has the closed value for two even greys', () => {
    // Without variance only the term of the means is left: (2ab + c1) / (a² + b² + c1), c1 = (0.01 · 255)².
    const c1 = 6.5025
    for (const [a, b] of [
      [100, 110],
      [0, 255],
      [20, 200],
    ] as const) {
      const expected = (2 * a * b + c1) / (a * a + b * b + c1)
      expect(
        ssim(
          plane(32, 32, () => a),
          plane(32, 32, () => b),
        ),
      ).toBeCloseTo(expected, 9)
    }
  })

  it('has the closed value for a picture of one window', () => {
    // One window of 11 × 11: the weighted moments can be added up by hand.
    const [one, other] = [plane(11, 11, texture), plane(11, 11, (x, y) => 255 - texture(x, y) / 2)]
    const g = Array.from({ length: 11 }, (_, k) => Math.exp(-((k - 5) ** 2) / 4.5))
    const total = g.reduce((sum, value) => sum + value, 0)
    const moment = (of: (n: number) => number) =>
      one.values.reduce((sum, _, n) => sum + (g[n % 11]! / total) * (g[Math.floor(n / 11)]! / total) * of(n), 0)
    const [a, b] = [one.values, other.values]
    const [ma, mb] = [moment((n) => a[n]!), moment((n) => b[n]!)]
    const [va, vb] = [moment((n) => a[n]! ** 2) - ma ** 2, moment((n) => b[n]! ** 2) - mb ** 2]
    const cov = moment((n) => a[n]! * b[n]!) - ma * mb
    const expected =
      ((2 * ma * mb + 6.5025) * (2 * cov + 58.5225)) / ((ma ** 2 + mb ** 2 + 6.5025) * (va + vb + 58.5225))
    expect(ssim(one, other)).toBeCloseTo(expected, 9)
    expect(expected).toBeLessThan(0)
  })

  it('is the same either way round, and less the more noise there is', () => {
    const picture = plane(80, 60, (x, y) => 128 + 60 * Math.sin(x / 5) + 40 * Math.cos(y / 7))
    const noisy = (strength: number) =>
      plane(80, 60, (x, y) => picture.values[y * 80 + x]! + strength * (((x * 7 + y * 13) % 5) - 2))
    expect(ssim(picture, noisy(4))).toBeCloseTo(ssim(noisy(4), picture), 12)
    expect(ssim(picture, noisy(2))).toBeGreaterThan(ssim(picture, noisy(8)))
    expect(ssim(picture, noisy(8))).toBeGreaterThan(ssim(picture, noisy(25)))
  })

  it('looks at large pictures at the scale its authors advise, and at the smallest ones too', () => {
    const large = plane(1200, 1024, texture)
    expect(ssim(large, large)).toBeCloseTo(1, 9)
    expect(
      ssim(
        plane(1, 1, () => 7),
        plane(1, 1, () => 7),
      ),
    ).toBeCloseTo(1, 12)
    expect(
      ssim(
        plane(4, 2, () => 7),
        plane(4, 2, () => 90),
      ),
    ).toBeLessThan(1)
  })
})
