import { describe, expect, it } from 'vitest'
import { ssim, type LumaPlane } from './ssim.ts'

function plane(widthPx: number, heightPx: number, at: (x: number, y: number) => number): LumaPlane {
  const values = Float32Array.from({ length: widthPx * heightPx }, (_, n) => at(n % widthPx, Math.floor(n / widthPx)))
  return { widthPx, heightPx, values }
}

const texture = (x: number, y: number) => (x * 37 + y * 101 + ((x * y) % 13) * 11) % 256

describe('ssim', () => {
  it('is 1 for an image and itself', () => {
    const image = plane(64, 48, texture)
    expect(ssim(image, image)).toBeCloseTo(1, 12)
  })

  it('matches the closed form for two uniform grays', () => {
    // Without variance only the means term remains: (2ab + c1) / (a² + b² + c1), c1 = (0.01 · 255)².
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

  it('matches the closed form for an image of one window', () => {
    // A single 11 × 11 window: the weighted moments can be summed directly.
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

  it('is the mean over all Gaussian-weighted windows, at the scale set by the short side', () => {
    const [widthPx, heightPx, factor] = [560, 500, 2]
    const [one, other] = [
      plane(widthPx, heightPx, texture),
      plane(widthPx, heightPx, (x, y) => (texture(y, x) * 2) / 3),
    ]
    const mean4 = ({ values }: LumaPlane, x: number, y: number) =>
      [0, 1, widthPx, widthPx + 1].reduce((sum, by) => sum + values[y * factor * widthPx + x * factor + by]!, 0) / 4
    const [width, height] = [widthPx / factor, heightPx / factor]
    const raw = Array.from({ length: 121 }, (_, k) =>
      Math.exp(-(((k % 11) - 5) ** 2 + (Math.floor(k / 11) - 5) ** 2) / 4.5),
    )
    const weight = raw.reduce((sum, value) => sum + value, 0)
    const small = [one, other].map((of) =>
      Float64Array.from({ length: width * height }, (_, n) => mean4(of, n % width, Math.floor(n / width))),
    )
    let [total, windows] = [0, 0]
    for (let top = 0; top + 11 <= height; top++) {
      for (let left = 0; left + 11 <= width; left++) {
        let [ma, mb, aa, bb, ab] = [0, 0, 0, 0, 0]
        for (let k = 0; k < 121; k++) {
          const at = (top + Math.floor(k / 11)) * width + left + (k % 11)
          const [a, b, w] = [small[0]![at]!, small[1]![at]!, raw[k]! / weight]
          ma += w * a
          mb += w * b
          aa += w * a * a
          bb += w * b * b
          ab += w * a * b
        }
        const [c1, c2] = [6.5025, 58.5225]
        const [va, vb, cov] = [aa - ma * ma, bb - mb * mb, ab - ma * mb]
        total += ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
        windows++
      }
    }
    expect(ssim(one, other)).toBeCloseTo(total / windows, 6)
    expect(Math.abs(total / windows)).toBeLessThan(0.9)
  })

  it('is symmetric and decreases with more noise', () => {
    const image = plane(80, 60, (x, y) => 128 + 60 * Math.sin(x / 5) + 40 * Math.cos(y / 7))
    const noisy = (strength: number) =>
      plane(80, 60, (x, y) => image.values[y * 80 + x]! + strength * (((x * 7 + y * 13) % 5) - 2))
    expect(ssim(image, noisy(4))).toBeCloseTo(ssim(noisy(4), image), 12)
    expect(ssim(image, noisy(2))).toBeGreaterThan(ssim(image, noisy(8)))
    expect(ssim(image, noisy(8))).toBeGreaterThan(ssim(image, noisy(25)))
  })

  it('measures very large and very small images', () => {
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
