/** The pixels that layers are blended onto, in place: RGBA, straight alpha, 8 or 16 bit. */
export interface Ground {
  readonly widthPx: number
  readonly heightPx: number
  /** If false, every pixel is opaque and stays so. */
  readonly hasAlpha: boolean
  readonly rgba: Uint8Array | Uint16Array
}

/**
 * Blends a row of pixels over a row of the ground ("source over", premultiplied). Where the row is transparent the
 * ground's values are untouched.
 * @param row RGBA from 0 to 255, in the ground's color space
 * @param at start of the row, in pixels of the ground
 */
export function blendOver(ground: Ground, at: number, row: Uint8Array | Float32Array, opacity: number): void {
  const { rgba, hasAlpha } = ground
  const full = rgba instanceof Uint16Array ? 65_535 : 255
  const scale = full / 255
  for (let from = 0, to = at * 4; from < row.length; from += 4, to += 4) {
    const over = (row[from + 3]! / 255) * opacity
    if (over === 0) continue
    const under = (hasAlpha ? rgba[to + 3]! / full : 1) * (1 - over)
    const alpha = over + under
    for (let c = 0; c < 3; c++) {
      rgba[to + c] = Math.round((row[from + c]! * scale * over + rgba[to + c]! * under) / alpha)
    }
    if (hasAlpha) rgba[to + 3] = Math.round(alpha * full)
  }
}

/** Same, for a row that may extend beyond the ground on both sides. */
export function blendRowAt(
  ground: Ground,
  at: { readonly x: number; readonly y: number },
  row: Uint8Array,
  opacity: number,
): void {
  const { x, y } = at
  const left = Math.max(0, -x)
  const right = Math.min(row.length / 4, ground.widthPx - x)
  if (y < 0 || y >= ground.heightPx || right <= left) return
  blendOver(ground, y * ground.widthPx + x + left, row.subarray(left * 4, right * 4), opacity)
}
