/** Yellow, orange, red, dark red, with opacity. Most changes are small, so the scale is a square root. */
const ramp = [
  [255, 232, 120, 120],
  [255, 176, 48, 170],
  [240, 84, 36, 210],
  [168, 12, 32, 240],
] as const

/** Returns the difference heat map: transparent up to the tolerance, then colored by size. */
export function colorMap(map: Uint8Array, tolerance: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint32Array(map.length)
  const table = colorTable(tolerance)
  for (let n = 0; n < map.length; n++) rgba[n] = table[map[n]!]!
  return new Uint8ClampedArray(rgba.buffer)
}

/** RGBA as one number per difference value. */
function colorTable(tolerance: number): Uint32Array {
  const bytes = new Uint8Array(256 * 4)
  for (let difference = tolerance + 1; difference < 256; difference++) {
    const place = Math.sqrt(difference / 255) * (ramp.length - 1)
    const low = Math.min(ramp.length - 2, Math.floor(place))
    for (let channel = 0; channel < 4; channel++) {
      const from = ramp[low]![channel]!
      bytes[difference * 4 + channel] = from + (ramp[low + 1]![channel]! - from) * (place - low) + 0.5
    }
  }
  return new Uint32Array(bytes.buffer)
}
