export type Rgba = readonly [number, number, number, number]

/** Whether no channel differs by more than `tolerance`. Colors of wholly transparent pixels do not count. */
export function isAlike(pixels: Uint8ClampedArray, at: number, color: Rgba, tolerance: number): boolean {
  const alpha = pixels[at + 3]!
  if (Math.abs(alpha - color[3]) > tolerance) return false
  if (alpha === 0 || color[3] === 0) return true
  return (
    Math.abs(pixels[at]! - color[0]) <= tolerance &&
    Math.abs(pixels[at + 1]! - color[1]) <= tolerance &&
    Math.abs(pixels[at + 2]! - color[2]) <= tolerance
  )
}
