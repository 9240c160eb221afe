/**
 * Views the same memory as 32-bit words: four pixels of coverage, or one of RGBA (red lowest: every platform we ship on
 * is little-endian). The offset must be a multiple of four, as it is for tiles.
 */
export function asUint32(bytes: Uint8Array | Uint8ClampedArray): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
}

/** `a * b / 255`, rounded to nearest, exact for 0 to 255 (Blinn 1995, "Three wrongs make a right"). */
export function multiplyCoverage(a: number, b: number): number {
  const product = a * b + 128
  return (product + (product >> 8)) >> 8
}

/** True when every byte has the value; compares four at a time, so the length must be a multiple of 4. */
export function isAllOf(bytes: Uint8Array, value: number): boolean {
  const packed = asUint32(bytes)
  const word = (value * 0x01010101) >>> 0
  for (let i = 0; i < packed.length; i++) if (packed[i] !== word) return false
  return true
}

export function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const [aPacked, bPacked] = [asUint32(a), asUint32(b)]
  for (let i = 0; i < aPacked.length; i++) if (aPacked[i] !== bPacked[i]) return false
  return true
}

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
    const painted = (ink >>> 24) * cover[coverAt + i]!
    if (painted === 0) out[at + i] = under
    else if (painted === 65_025) out[at + i] = ink
    else out[at + i] = under >>> 24 === 0 ? onClear(ink, painted) : over(ink, painted / 255, under)
  }
}

/** Erases color. */
export function eraseColors({ out, below, cover, at, coverAt, count }: ColorRow): void {
  if (below === null) return
  for (let i = 0; i < count; i++) {
    const under = below[at + i]!
    const alpha = Math.round(((under >>> 24) * (255 - cover[coverAt + i]!)) / 255)
    out[at + i] = withAlpha(under, alpha)
  }
}

function onClear(ink: number, painted: number): number {
  return withAlpha(ink, Math.round(painted / 255))
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
