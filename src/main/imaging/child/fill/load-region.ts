import type { FillEngineInput } from './fill-input.ts'
import { openLevel, pixelState } from './fill-level.ts'
import type { RegionPlan } from './fill-plan.ts'

/**
 * Copies a region's part of the picture into the finest level of `memory`, colors multiplied by alpha where the
 * region is not opaque. Returns whether it has alpha, and how many of its pixels may be copied.
 */
export function loadFillRegion(
  input: FillEngineInput,
  plan: RegionPlan,
  memory: SharedArrayBuffer,
): { hasAlpha: boolean; copyable: number } {
  const { image, state } = openLevel(memory, plan.levels[0]!)
  const { box } = plan
  let alphaAnd = 255
  let copyable = 0
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * input.widthPx + box.x
    image.set(input.rgba.subarray(from * 4, (from + box.width) * 4), y * box.width * 4)
    for (let x = 0; x < box.width; x++) {
      const to = y * box.width + x
      if (input.mask[from + x]! > 0) {
        state[to] = pixelState.hole
        continue
      }
      alphaAnd &= input.rgba[(from + x) * 4 + 3]!
      if (input.sampling !== null && input.sampling[from + x] === 0) continue
      state[to] = pixelState.allowed
      copyable++
    }
  }
  const hasAlpha = alphaAnd !== 255
  if (hasAlpha) multiplyByAlpha(image)
  return { hasAlpha, copyable }
}

function multiplyByAlpha(image: Uint8Array): void {
  for (let at = 0; at < image.length; at += 4) {
    const alpha = image[at + 3]!
    if (alpha === 255) continue
    for (let channel = 0; channel < 3; channel++) {
      image[at + channel] = (image[at + channel]! * alpha + 127) / 255
    }
  }
}
