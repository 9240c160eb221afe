import { setImmediate as breathe } from 'node:timers/promises'
import type { FillContext } from '../../imaging.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { RgbaPixels } from '../composite/planes.ts'
import { scalePixels } from '../composite/scale-pixels.ts'
import { defaultColorAdaptation, type FillPatch } from '../fill/index.ts'
import type { PixelPatch } from '../verify/composite-pixels.ts'
import type { DecodedImage } from '../source/decode-image.ts'
import { runEngine, type FillEngine } from './run-engine.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

export interface CanvasToExtend {
  readonly source: DecodedImage
  /** In source pixels. */
  readonly frame: Rect
  /** The intersection of frame and source, in source pixels. */
  readonly kept: Rect
  /** Effective mask of the frame: above 0 = new. */
  readonly effective: Uint8Array
  readonly seed: number
}

/** A new part with more pixels is filled at 1/2, 1/3, … of its size: time grows with its area … */
const filledPixelsMax = 6_000_000
/** … and memory with the area of everything the fill uses. */
const seenPixelsMax = 26_000_000
/** Context used beside the new part, as a multiple of its extent, and its minimum. */
const contextShare = 2
const contextMinPx = 600
const decodedAt = 0.05
const filledAt = 0.9

/**
 * Fills the new part of a frame from the image. A very large one is filled at reduced size and enlarged, which takes a
 * minute instead of many, and then gets the fine detail of its copy sources.
 * @returns everything new in the frame, and some of what is not
 */
export async function extendCanvas(
  canvas: CanvasToExtend,
  context: FillContext,
  engine: FillEngine,
): Promise<PixelPatch> {
  const { frame, kept, seed } = canvas
  const area = seenArea(frame, kept)
  const newPx = frame.widthPx * frame.heightPx - kept.widthPx * kept.heightPx
  const share = Math.max(newPx / filledPixelsMax, (area.widthPx * area.heightPx) / seenPixelsMax)
  const reduction = Math.max(1, Math.ceil(Math.sqrt(share)))
  const size = { widthPx: Math.ceil(area.widthPx / reduction), heightPx: Math.ceil(area.heightPx / reduction) }
  const full = { widthPx: area.widthPx, heightPx: area.heightPx }
  const placed = placePixels(canvas, area)
  const { rgba } = await scalePixels({ ...full, rgba: placed }, size)
  const mask = shrinkMask(canvas, area, size)
  context.onProgress(decodedAt)
  const request = {
    ...size,
    rgba,
    mask,
    sampling: null,
    seed,
    colourAdaptation: defaultColorAdaptation,
    wantsOrigins: reduction > 1,
  }
  const toPreview = (patch: FillPatch): FillPatch => placePreview(patch, area, size)
  const patch = await runEngine(request, context, engine, { from: decodedAt, to: filledAt }, toPreview)
  const filled = rgba.slice()
  overlay(filled, size, patch)
  context.onProgress(filledAt)
  const whole = await scalePixels({ ...size, rgba: filled }, full)
  const isNew = (x: number, y: number): boolean => canvas.effective[(area.y + y) * frame.widthPx + area.x + x]! > 0
  if (reduction > 1) await refineEnlarged({ whole, full: placed, isNew, patch, small: size }, context.signal)
  return { x: area.x, y: area.y, ...whole }
}

/** If only one side is new, content far away on the opposite side is omitted. In frame pixels. */
function seenArea(frame: Rect, kept: Rect): Rect {
  const [x, right] = seenSpan(kept.x - frame.x, kept.widthPx, frame.widthPx)
  const [y, bottom] = seenSpan(kept.y - frame.y, kept.heightPx, frame.heightPx)
  // For example, a strip above the whole width needs the whole width.
  const isOnSides = kept.widthPx < frame.widthPx
  const isAboveOrBelow = kept.heightPx < frame.heightPx
  const across = isAboveOrBelow ? [0, frame.widthPx] : [x, right]
  const down = isOnSides ? [0, frame.heightPx] : [y, bottom]
  return { x: across[0]!, y: down[0]!, widthPx: across[1]! - across[0]!, heightPx: down[1]! - down[0]! }
}

function seenSpan(keptFrom: number, keptLength: number, length: number): [from: number, to: number] {
  const [before, after] = [keptFrom, length - keptFrom - keptLength]
  const reach = Math.max(contextMinPx, contextShare * Math.max(before, after))
  if (before === 0 && after > 0) return [Math.max(0, keptLength - reach), length]
  if (after === 0 && before > 0) return [0, Math.min(length, keptFrom + reach)]
  return [0, length]
}

/** The image with its edge pixels repeated outward, so that no foreign colors can bleed into it. */
function placePixels({ source, frame, kept }: CanvasToExtend, area: Rect): Uint8Array {
  const rgba = new Uint8Array(area.widthPx * area.heightPx * 4)
  const rowBytes = area.widthPx * 4
  let lastRow = -1
  for (let y = 0; y < area.heightPx; y++) {
    const row = nearest(frame.y + area.y + y, kept.y, kept.heightPx)
    if (row === lastRow) {
      rgba.copyWithin(y * rowBytes, (y - 1) * rowBytes, y * rowBytes)
      continue
    }
    lastRow = row
    for (let x = 0; x < area.widthPx; x++) {
      const from = (row * source.widthPx + nearest(frame.x + area.x + x, kept.x, kept.widthPx)) * 4
      const to = y * rowBytes + x * 4
      rgba[to] = source.rgba[from]!
      rgba[to + 1] = source.rgba[from + 1]!
      rgba[to + 2] = source.rgba[from + 2]!
      rgba[to + 3] = source.rgba[from + 3]!
    }
  }
  return rgba
}

function nearest(at: number, from: number, length: number): number {
  return Math.max(from, Math.min(from + length - 1, at))
}

/** A pixel is new if any part of it is: partly new pixels must not be copied from. */
function shrinkMask({ effective, frame }: CanvasToExtend, area: Rect, { widthPx, heightPx }: Size): Uint8Array {
  const mask = new Uint8Array(widthPx * heightPx)
  for (let y = 0; y < area.heightPx; y++) {
    const to = Math.floor((y * heightPx) / area.heightPx) * widthPx
    const from = (area.y + y) * frame.widthPx + area.x
    for (let x = 0; x < area.widthPx; x++) {
      if (effective[from + x]! > 0) mask[to + Math.floor((x * widthPx) / area.widthPx)] = 255
    }
  }
  return mask
}

function overlay(rgba: Uint8Array, { widthPx }: Size, patch: FillPatch): void {
  for (let row = 0; row < patch.heightPx; row++) {
    const pixels = patch.rgba.subarray(row * patch.widthPx * 4, (row + 1) * patch.widthPx * 4)
    rgba.set(pixels, ((patch.y + row) * widthPx + patch.x) * 4)
  }
}

/** Converts a preview from the engine's pixels to frame pixels, as large as its samples allow. */
function placePreview(patch: FillPatch, area: Rect, size: Size): FillPatch {
  const factor = area.widthPx / size.widthPx
  const samples = patch.scale ?? 1
  const scale = samples / factor
  const stretch = (lengthPx: number): number => Math.floor(Math.ceil(lengthPx * samples) / scale + 1e-6)
  const [x, y] = [area.x + Math.round(patch.x * factor), area.y + Math.round(patch.y * factor)]
  return { ...patch, x, y, widthPx: stretch(patch.widthPx), heightPx: stretch(patch.heightPx), scale }
}

/** A fill computed at reduced size and then enlarged. */
interface EnlargedFill {
  /** The enlarged image, including the kept part. */
  readonly whole: RgbaPixels
  /** The same image before downscaling; its new part is meaningless. */
  readonly full: Uint8Array
  /** Whether a pixel of `whole` is new. */
  readonly isNew: (x: number, y: number) => boolean
  /** The original fill, in an image of the size `small`. */
  readonly patch: FillPatch
  readonly small: Size
}

const bandRows = 256

/**
 * Adds the fine detail of its copy sources to a fill made at reduced size, in place: the difference there between the
 * image and its enlarged copy (residuals carried along with the patches, as in Yi et al. 2020, "Contextual Residual
 * Aggregation for Ultra High-Resolution Image Inpainting"). Coarser content stays as filled, so no seams can appear.
 */
async function refineEnlarged(fill: EnlargedFill, signal: AbortSignal): Promise<void> {
  const { whole, small, patch } = fill
  if (patch.origins === undefined) return
  const top = Math.floor((patch.y * whole.heightPx) / small.heightPx)
  const bottom = Math.ceil(((patch.y + patch.heightPx) * whole.heightPx) / small.heightPx)
  for (let y = top; y < Math.min(whole.heightPx, bottom); y++) {
    refineRow(fill, patch.origins, y)
    if (y % bandRows !== 0) continue
    throwIfAborted(signal)
    await breathe()
  }
}

function refineRow({ whole, full, isNew, patch, small }: EnlargedFill, origins: Int32Array, y: number): void {
  const { widthPx, heightPx, rgba } = whole
  const [scaleX, scaleY] = [widthPx / small.widthPx, heightPx / small.heightPx]
  const smallY = Math.floor(y / scaleY)
  if (smallY < patch.y || smallY >= patch.y + patch.heightPx) return
  for (let x = 0; x < widthPx; x++) {
    const smallX = Math.floor(x / scaleX)
    if (smallX < patch.x || smallX >= patch.x + patch.widthPx || !isNew(x, y)) continue
    const origin = origins[(smallY - patch.y) * patch.widthPx + smallX - patch.x]!
    if (origin < 0) continue
    const fromX = x + Math.round(((origin % small.widthPx) - smallX) * scaleX)
    const fromY = y + Math.round((Math.floor(origin / small.widthPx) - smallY) * scaleY)
    if (fromX < 0 || fromY < 0 || fromX >= widthPx || fromY >= heightPx || isNew(fromX, fromY)) continue
    const [to, from] = [(y * widthPx + x) * 4, (fromY * widthPx + fromX) * 4]
    if (rgba[to + 3] !== 255 || full[from + 3] !== 255) continue
    for (let channel = 0; channel < 3; channel++) {
      const detail = full[from + channel]! - rgba[from + channel]!
      rgba[to + channel] = Math.max(0, Math.min(255, rgba[to + channel]! + detail))
    }
  }
}
