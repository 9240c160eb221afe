import { pixelState, type FillLevel } from './fill-level.ts'
import type { WorkTeam } from './work-team.ts'

const bandRows = 32

/**
 * Writes local gradient energy into the fourth channel of an opaque level, from known pixels only: texture then still
 * counts in patch distances after averaging has removed it from the colors (Newson et al. 2014, section 3.3).
 */
export function measureTexture(team: WorkTeam, level: FillLevel, gain: number): void {
  const { width, height, image, state } = level
  team.eachBand(Math.ceil(height / bandRows), (band) => {
    const end = Math.min(height, (band + 1) * bandRows)
    for (let y = band * bandRows; y < end; y++) {
      for (let x = 0; x < width; x++) {
        const here = y * width + x
        let energy = 0
        if (!(state[here]! & pixelState.hole)) {
          const right = x + 1 < width ? here + 1 : here - 1
          const below = y + 1 < height ? here + width : here - width
          if (right >= 0 && !(state[right]! & pixelState.hole)) energy += lumaStep(image, here * 4, right * 4)
          if (below >= 0 && !(state[below]! & pixelState.hole)) energy += lumaStep(image, here * 4, below * 4)
        }
        image[here * 4 + 3] = Math.min(255, energy * gain)
      }
    }
  })
}

function lumaStep(image: Uint8Array, a: number, b: number): number {
  const red = image[a]! - image[b]!
  const green = image[a + 1]! - image[b + 1]!
  const blue = image[a + 2]! - image[b + 2]!
  return Math.abs(red + 2 * green + blue) / 4
}

/**
 * Halves `fine` into `coarse`: each coarse pixel is the mean of its known fine pixels, and is a hole if fewer than half
 * of them are known. Thin scratches thus vanish early and the coarse levels show the whole scene.
 */
export function reduceLevel(team: WorkTeam, fine: FillLevel, coarse: FillLevel): void {
  team.eachBand(Math.ceil(coarse.height / bandRows), (band) => {
    const end = Math.min(coarse.height, (band + 1) * bandRows)
    for (let y = band * bandRows; y < end; y++) {
      for (let x = 0; x < coarse.width; x++) reducePixel(fine, coarse, x, y)
    }
  })
}

function reducePixel(fine: FillLevel, coarse: FillLevel, x: number, y: number): void {
  const { image, state, width } = fine
  const x1 = Math.min(2 * x + 1, width - 1)
  const y1 = Math.min(2 * y + 1, fine.height - 1)
  let known = 0
  let allowed = 0
  let total = 0
  let c0 = 0
  let c1 = 0
  let c2 = 0
  let c3 = 0
  for (let fy = 2 * y; fy <= y1; fy++) {
    for (let fx = 2 * x; fx <= x1; fx++) {
      const at = fy * width + fx
      const bits = state[at]!
      total++
      if (bits & pixelState.hole) continue
      known++
      if (bits & pixelState.allowed) allowed++
      c0 += image[at * 4]!
      c1 += image[at * 4 + 1]!
      c2 += image[at * 4 + 2]!
      c3 += image[at * 4 + 3]!
    }
  }
  const to = y * coarse.width + x
  coarse.state[to] = 2 * known < total ? pixelState.hole : 2 * allowed >= known ? pixelState.allowed : 0
  if (known === 0) return
  coarse.image[to * 4] = c0 / known + 0.5
  coarse.image[to * 4 + 1] = c1 / known + 0.5
  coarse.image[to * 4 + 2] = c2 / known + 0.5
  coarse.image[to * 4 + 3] = c3 / known + 0.5
}
