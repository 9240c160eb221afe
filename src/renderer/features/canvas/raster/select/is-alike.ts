export type Rgba = readonly [number, number, number, number]

/** Whether no channel differs by more than `tolerance`. Colours of wholly transparent pixels do not count. */
export function isAlike(pixels: Uint8ClampedArray, at: number, colour: Rgba, tolerance: number): boolean {
  const alpha = pixels[at + 3]!
  if (Math.abs(alpha - colour[3]) > tolerance) return false
  if (alpha === 0 || colour[3] === 0) return true
  return (
    Math.abs(pixels[at]! - colour[0]) <= tolerance &&
    Math.abs(pixels[at + 1]! - colour[1]) <= tolerance &&
    Math.abs(pixels[at + 2]! - colour[2]) <= tolerance
  )
}
