/**
 * Turns and mirrors points on the plane in place, around their center, so that they are as near as possible to where they
 * were, up to scale (orthogonal Procrustes problem in two dimensions). With fewer than three known places, or where no
 * turn is better than another, they stay.
 *
 * @param former x and y of each, NaN = not known
 */
export function alignWith(positions: Float32Array, former: Float32Array): void {
  const known: number[] = []
  for (let at = 0; at < former.length; at += 2) if (!Number.isNaN(former[at]!)) known.push(at)
  if (known.length < 3) return
  const own = meanOf(positions, known)
  const other = meanOf(former, known)
  let [xx, xy, yx, yy] = [0, 0, 0, 0]
  for (const at of known) {
    const [x, y] = [positions[at]! - own.x, positions[at + 1]! - own.y]
    const [formerX, formerY] = [former[at]! - other.x, former[at + 1]! - other.y]
    xx += x * formerX
    xy += x * formerY
    yx += y * formerX
    yy += y * formerY
  }
  // The best turn, and the best turn after mirroring y; the longer of the two says which fits better.
  const turned = { cosine: xx + yy, sine: xy - yx }
  const mirrored = { cosine: xx - yy, sine: xy + yx }
  const isMirrored = Math.hypot(mirrored.cosine, mirrored.sine) > Math.hypot(turned.cosine, turned.sine)
  const { cosine, sine } = isMirrored ? mirrored : turned
  const length = Math.hypot(cosine, sine)
  if (length === 0) return
  turn(positions, { cosine: cosine / length, sine: sine / length, isMirrored })
}

function meanOf(positions: Float32Array, known: readonly number[]): { readonly x: number; readonly y: number } {
  let [x, y] = [0, 0]
  for (const at of known) {
    x += positions[at]! / known.length
    y += positions[at + 1]! / known.length
  }
  return { x, y }
}

interface Turn {
  readonly cosine: number
  readonly sine: number
  readonly isMirrored: boolean
}

function turn(positions: Float32Array, { cosine, sine, isMirrored }: Turn): void {
  for (let at = 0; at < positions.length; at += 2) {
    const x = positions[at]!
    const y = isMirrored ? -positions[at + 1]! : positions[at + 1]!
    positions[at] = cosine * x - sine * y
    positions[at + 1] = sine * x + cosine * y
  }
}
