import type { FillEngineInput, FillPatch } from './fill-contract.ts'
import type { FillLevel } from './fill-level.ts'
import type { PixelRect } from './pixel-rect.ts'

export interface FilledRegion {
  readonly box: PixelRect
  /** Any level of the region; coarser ones are enlarged. */
  readonly level: FillLevel
  /** Level number: 0 = full resolution. */
  readonly index: number
  readonly hasAlpha: boolean
}

/**
 * Returns the image inside `bounds` with `region` painted into it; soft coverage blends original and fill. `reduction`
 * is the number of image pixels per sample along each axis; `under` is what other regions have already painted.
 */
export function composePatch(
  input: FillEngineInput,
  bounds: PixelRect,
  region: FilledRegion,
  reduction: number,
  under: Uint8Array | null,
): FillPatch {
  const columns = Math.ceil(bounds.width / reduction)
  const rows = Math.ceil(bounds.height / reduction)
  const rgba = under ?? copyImage(input, bounds, reduction, columns, rows)
  const { box } = region
  const i1 = Math.min(columns, Math.ceil((box.x + box.width - bounds.x) / reduction))
  const j1 = Math.min(rows, Math.ceil((box.y + box.height - bounds.y) / reduction))
  for (let j = Math.max(0, Math.ceil((box.y - bounds.y) / reduction)); j < j1; j++) {
    const y = bounds.y + j * reduction
    for (let i = Math.max(0, Math.ceil((box.x - bounds.x) / reduction)); i < i1; i++) {
      const x = bounds.x + i * reduction
      const coverage = input.mask[y * input.widthPx + x]!
      if (coverage > 0) blendPixel(rgba, (j * columns + i) * 4, region, x - box.x, y - box.y, coverage)
    }
  }
  const patch = { x: bounds.x, y: bounds.y, widthPx: bounds.width, heightPx: bounds.height, rgba }
  return reduction === 1 ? patch : { ...patch, scale: 1 / reduction }
}

function copyImage(
  input: FillEngineInput,
  bounds: PixelRect,
  reduction: number,
  columns: number,
  rows: number,
): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array(columns * rows * 4)
  for (let j = 0; j < rows; j++) {
    const row = (bounds.y + j * reduction) * input.widthPx + bounds.x
    if (reduction === 1) {
      rgba.set(input.rgba.subarray(row * 4, (row + columns) * 4), j * columns * 4)
      continue
    }
    for (let i = 0; i < columns; i++) {
      const from = (row + i * reduction) * 4
      rgba.set(input.rgba.subarray(from, from + 4), (j * columns + i) * 4)
    }
  }
  return rgba
}

/** Blends premultiplied colors, so that a transparent side contributes no color. */
function blendPixel(rgba: Uint8Array, at: number, region: FilledRegion, x: number, y: number, coverage: number): void {
  const { level, index, hasAlpha } = region
  const sx = Math.min(level.width - 1, x >> index)
  const sy = Math.min(level.height - 1, y >> index)
  const from = (sy * level.width + sx) * 4
  const share = coverage / 255
  if (!hasAlpha && rgba[at + 3] === 255) {
    for (let channel = 0; channel < 3; channel++) {
      const original = rgba[at + channel]!
      rgba[at + channel] = original + (level.image[from + channel]! - original) * share + 0.5
    }
    return
  }
  const originalAlpha = rgba[at + 3]!
  const fillAlpha = hasAlpha ? level.image[from + 3]! : 255
  const alpha = originalAlpha + (fillAlpha - originalAlpha) * share
  for (let channel = 0; channel < 3; channel++) {
    const original = (rgba[at + channel]! * originalAlpha) / 255
    const blended = original + (level.image[from + channel]! - original) * share
    rgba[at + channel] = alpha < 0.5 ? 0 : Math.min(255, (blended * 255) / alpha + 0.5)
  }
  rgba[at + 3] = alpha + 0.5
}
