import type { Size } from '../../../../shared/util/geometry.ts'
import type { InpaintInput } from '../../imaging.ts'
import type { SmallCrop } from './shrink-crop.ts'

/** What of a crop a model fills: its colors, or its opacity as a gray image. */
export type InpaintedPart = 'colors' | 'opacity'

/** Makes a crop as large as the model's input: mirrored at its right and bottom, the hole as well. */
export function toModelInput(small: SmallCrop, model: Size, part: InpaintedPart): InpaintInput {
  const rgb = new Uint8Array(model.widthPx * model.heightPx * 3)
  const hole = new Uint8Array(model.widthPx * model.heightPx)
  for (let y = 0, to = 0; y < model.heightPx; y++) {
    const row = mirrored(y, small.heightPx) * small.widthPx
    for (let x = 0; x < model.widthPx; x++, to++) {
      const from = row + mirrored(x, small.widthPx)
      hole[to] = small.hole[from]!
      for (let k = 0; k < 3; k++) rgb[to * 3 + k] = small.rgba[from * 4 + (part === 'colors' ? k : 3)]!
    }
  }
  return { rgb, hole }
}

/** Puts what the model made of the hole into the crop, in place. */
export function takeModelOutput(small: SmallCrop, model: Size, part: InpaintedPart, rgb: Uint8Array): void {
  for (let y = 0, to = 0; y < small.heightPx; y++) {
    for (let x = 0; x < small.widthPx; x++, to++) {
      if (small.hole[to] === 0) continue
      const from = (y * model.widthPx + x) * 3
      if (part === 'opacity') small.rgba[to * 4 + 3] = Math.round((rgb[from]! + rgb[from + 1]! + rgb[from + 2]!) / 3)
      else for (let k = 0; k < 3; k++) small.rgba[to * 4 + k] = rgb[from + k]!
    }
  }
}

/** Of a row repeated forward and backward: 0 1 2 2 1 0 0 1 … */
function mirrored(at: number, length: number): number {
  const within = at % (2 * length)
  return within < length ? within : 2 * length - 1 - within
}
