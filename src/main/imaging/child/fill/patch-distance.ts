/**
 * Sum of squared differences between two square patches of one interleaved four-byte image, over three or all four
 * channels. `a` and `b` are byte offsets of the patches' first pixels. Stops after the first row at which the sum
 * reaches `limit`, returning a number ≥ limit.
 */
export function patchDistance(
  image: Uint8Array,
  a: number,
  b: number,
  side: number,
  rowBytes: number,
  fourChannels: boolean,
  limit: number,
): number {
  return fourChannels
    ? distanceFour(image, a, b, side, rowBytes, limit)
    : distanceThree(image, a, b, side, rowBytes, limit)
}

function distanceFour(image: Uint8Array, a: number, b: number, side: number, rowBytes: number, limit: number): number {
  let sum = 0
  const span = side * 4
  const jump = (b - a) | 0
  for (let row = 0; row < side; row++) {
    const end = (a + span) | 0
    for (let i = a; i < end; i += 4) {
      const j = (i + jump) | 0
      const d0 = (image[i]! - image[j]!) | 0
      const d1 = (image[i + 1]! - image[j + 1]!) | 0
      const d2 = (image[i + 2]! - image[j + 2]!) | 0
      const d3 = (image[i + 3]! - image[j + 3]!) | 0
      sum = (sum + d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3) | 0
    }
    if (sum >= limit) return sum
    a = (a + rowBytes) | 0
  }
  return sum
}

function distanceThree(image: Uint8Array, a: number, b: number, side: number, rowBytes: number, limit: number): number {
  let sum = 0
  const span = side * 4
  const jump = (b - a) | 0
  for (let row = 0; row < side; row++) {
    const end = (a + span) | 0
    for (let i = a; i < end; i += 4) {
      const j = (i + jump) | 0
      const d0 = (image[i]! - image[j]!) | 0
      const d1 = (image[i + 1]! - image[j + 1]!) | 0
      const d2 = (image[i + 2]! - image[j + 2]!) | 0
      sum = (sum + d0 * d0 + d1 * d1 + d2 * d2) | 0
    }
    if (sum >= limit) return sum
    a = (a + rowBytes) | 0
  }
  return sum
}
