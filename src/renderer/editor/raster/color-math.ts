/** A row of pixels being processed. Colors are RGBA words with straight alpha. */
interface ColorRow {
  readonly out: Uint32Array
  /** Existing pixels; null = none. */
  readonly below: Uint32Array | null
  /** 0 to 255. */
  readonly cover: Uint8Array
  /** Index of the row's first pixel in `out` and `below`. */
  readonly at: number
  /** Index of the row's first pixel in `cover`. */
  readonly coverAt: number
  readonly count: number
}

/**
 * Composites colors over existing pixels (Porter & Duff 1984, "over"), weighted by coverage. Fully transparent pixels
 * have no color.
 * @param from index of the row's first pixel in `colors`
 */
export function mixTileColors(
  { out, below, cover, at, coverAt, count }: ColorRow,
  colors: Uint32Array,
  from: number,
): void {
  for (let i = 0; i < count; i++) {
    const under = below === null ? 0 : below[at + i]!
    const ink = colors[from + i]!
    // 255 times the painted alpha: integers, so that fully opaque and fully transparent are detected exactly.
    const laid = (ink >>> 24) * cover[coverAt + i]!
    if (laid === 0) out[at + i] = under
    else if (laid === 65_025) out[at + i] = ink
    else out[at + i] = under >>> 24 === 0 ? alone(ink, laid) : over(ink, laid / 255, under)
  }
}

/** Erases color. */
export function takeColors({ out, below, cover, at, coverAt, count }: ColorRow): void {
  if (below === null) return
  for (let i = 0; i < count; i++) {
    const under = below[at + i]!
    const alpha = Math.round(((under >>> 24) * (255 - cover[coverAt + i]!)) / 255)
    out[at + i] = withAlpha(under, alpha)
  }
}

function alone(ink: number, laid: number): number {
  return withAlpha(ink, Math.round(laid / 255))
}

function over(ink: number, weight: number, under: number): number {
  const rest = (under >>> 24) * (1 - weight / 255)
  const alpha = weight + rest
  const red = ((ink & 255) * weight + (under & 255) * rest) / alpha + 0.5
  const green = (((ink >>> 8) & 255) * weight + ((under >>> 8) & 255) * rest) / alpha + 0.5
  const blue = (((ink >>> 16) & 255) * weight + ((under >>> 16) & 255) * rest) / alpha + 0.5
  return (((alpha + 0.5) << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function withAlpha(color: number, alpha: number): number {
  return alpha === 0 ? 0 : ((alpha << 24) | (color & 0xff_ff_ff)) >>> 0
}
