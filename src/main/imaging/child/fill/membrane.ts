import { pixelState, type FillLevel } from './fill-level.ts'

/** Maximum number of pixel updates; enough for the small levels at which a fill starts. */
const updateBudget = 3_000_000
const mostSweeps = 300

/**
 * Stretches a membrane over the hole: each hole pixel becomes the mean of its four neighbors (Laplace's equation by
 * Gauss-Seidel sweeps), with a free boundary at the image's edge. This is the smoothest continuation of the surrounding
 * colors and, in an opaque level's fourth channel, of the expected texture energy, times `textureBoost`. Energy is
 * interpolated by its square root, so that a few strong edges on the rim do not add texture all over the hole.
 */
export function stretchMembrane(level: FillLevel, hasAlpha: boolean, textureBoost: number): void {
  const { image } = level
  const holes = listHoles(level)
  const heights = Float32Array.from(image)
  if (!hasAlpha) for (let i = 3; i < heights.length; i += 4) heights[i] = Math.sqrt(heights[i]!)
  const mean = knownMean(level, heights)
  for (const at of holes) heights.set(mean, at * 4)
  const sweeps = Math.min(mostSweeps, Math.ceil(updateBudget / Math.max(1, holes.length)))
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const at of holes) relaxPixel(level, heights, at)
  }
  for (const at of holes) {
    for (let channel = 0; channel < 3; channel++) image[at * 4 + channel] = heights[at * 4 + channel]! + 0.5
    const last = heights[at * 4 + 3]!
    image[at * 4 + 3] = Math.min(255, (hasAlpha ? last : last * last * textureBoost) + 0.5)
  }
}

function listHoles(level: FillLevel): number[] {
  const holes: number[] = []
  for (let at = 0; at < level.state.length; at++) if (level.state[at]! & pixelState.hole) holes.push(at)
  return holes
}

function knownMean(level: FillLevel, heights: Float32Array): number[] {
  const sums = [0, 0, 0, 0]
  let known = 0
  for (let at = 0; at < level.state.length; at++) {
    if (level.state[at]! & pixelState.hole) continue
    known++
    for (let channel = 0; channel < 4; channel++) sums[channel]! += heights[at * 4 + channel]!
  }
  return sums.map((sum) => sum / Math.max(1, known))
}

function relaxPixel(level: FillLevel, heights: Float32Array, at: number): void {
  const { width, height } = level
  const x = at % width
  // At the image's edge the opposite neighbor replaces the missing one, so the slope across the edge is zero.
  const left = x > 0 ? -4 : width > 1 ? 4 : 0
  const right = x < width - 1 ? 4 : width > 1 ? -4 : 0
  const up = at >= width ? -4 * width : height > 1 ? 4 * width : 0
  const down = at < width * (height - 1) ? 4 * width : height > 1 ? -4 * width : 0
  for (let i = at * 4; i < at * 4 + 4; i++) {
    heights[i] = (heights[i + left]! + heights[i + right]! + heights[i + up]! + heights[i + down]!) / 4
  }
}
