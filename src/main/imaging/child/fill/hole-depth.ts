import { pixelState, type FillLevel } from './fill-level.ts'

/**
 * Computes the distance of each hole pixel to the nearest known pixel, by a two-sweep chamfer with unit steps in all
 * eight directions, at most 255. The image's edge does not count as known. Returns the greatest depth.
 */
export function measureDepth(level: FillLevel): number {
  const { holeBox, depth, state, width } = level
  const { width: w, height: h } = holeBox
  const at = (x: number, y: number): number => {
    const px = x + holeBox.x
    const py = y + holeBox.y
    if (px < 0 || py < 0 || px >= width || py >= level.height) return 255
    if (x < 0 || y < 0 || x >= w || y >= h) return 0
    return depth[y * w + x]!
  }
  const relax = (x: number, y: number, dy: number): void => {
    if (depth[y * w + x] === 0) return
    const nearest = Math.min(at(x - 1, y + dy), at(x, y + dy), at(x + 1, y + dy), at(x + dy, y))
    depth[y * w + x] = Math.min(depth[y * w + x]!, nearest + 1)
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const isHole = state[(y + holeBox.y) * width + x + holeBox.x]! & pixelState.hole
      depth[y * w + x] = isHole ? 255 : 0
    }
  }
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) relax(x, y, -1)
  let deepest = 0
  for (let y = h - 1; y >= 0; y--) {
    for (let x = w - 1; x >= 0; x--) {
      relax(x, y, 1)
      deepest = Math.max(deepest, depth[y * w + x]!)
    }
  }
  return deepest
}
