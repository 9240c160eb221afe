import type { BlendSettings, EditIntent } from './edit.ts'
import type { MaskEdge } from '../util/effective-mask.ts'
import { growRect, type Rect, type Size } from '../util/geometry.ts'

/** Diagonal of a mask's bounds, pixels. */
export function diagonalPx({ widthPx, heightPx }: Size): number {
  return Math.hypot(widthPx, heightPx)
}

/** A wider feather improves no seam and costs the artist's own pixels. */
const featherMaxPx = 128
const growMaxPx = 96

/**
 * Returns grow and feather for a mask of this extent. The numbers follow those published defaults of inpainting
 * front-ends that give the fewest visible seams: feather = 10 % of the mask's diagonal, at least 32 px, grow = 4 px
 * plus half of that; at a denoising strength of one half all feathers are half as wide. A new background keeps a narrow
 * rim so that the subject stays sharp; the local fill uses pixels of the image itself and needs next to none.
 * @param strength denoising strength, 0 to 1; 1 where the model has none
 */
export function automaticEdge(
  intent: EditIntent,
  bounds: Size | null,
  { strength = 1, isLocalFill = false }: { readonly strength?: number; readonly isLocalFill?: boolean } = {},
): MaskEdge {
  if (isLocalFill) return { growPx: 4, featherPx: 4 }
  if (intent === 'whole') return { growPx: 0, featherPx: 0 }
  const diagonal = bounds === null ? 0 : diagonalPx(bounds)
  const width = intent === 'background' ? Math.max(2, 0.01 * diagonal) : Math.max(32, 0.1 * diagonal)
  const scale = Math.min(1, Math.max(0, strength))
  const featherPx = Math.min(featherMaxPx, Math.round(width * scale))
  const growPx = Math.min(growMaxPx, Math.round((4 + featherPx / 2) * scale))
  return { growPx, featherPx }
}

/**
 * Returns grow and feather for a mask that follows an outline, together 1.5 % of the image's shorter side: a wider edge
 * would include what the outline leaves out.
 */
export function outlineEdge({ widthPx, heightPx }: Size): MaskEdge {
  const shorterPx = Math.min(widthPx, heightPx)
  return { growPx: Math.round(0.005 * shorterPx), featherPx: Math.round(0.01 * shorterPx) }
}

/** Returns the default blend settings. Colors beyond the old border have nothing to be matched to. */
export function automaticBlend(intent: EditIntent, { growPx, featherPx }: MaskEdge): BlendSettings {
  const isAnew = intent === 'whole' || intent === 'background'
  return {
    match: intent === 'expand' || isAnew ? 0 : 1,
    softenPx: Math.round(Math.min(25, growPx + featherPx / 2)),
    isAligned: intent !== 'whole',
    offsetXPx: 0,
    offsetYPx: 0,
    opacity: 1,
    isForced: false,
  }
}

/** Minimum side of the region that is sent: models do poorly on smaller ones. */
export const smallestBoxPx = 512

/**
 * Returns the region around a mask that a model needs to see: the mask's bounds with max(64 px, 15 % of their diagonal)
 * on every side, at least 512 px each way, moved inside the image, whole pixels. It is not yet extended to a shape that
 * the model takes.
 */
export function contextBox(bounds: Rect, image: Size): Rect {
  const region = growRect(bounds, Math.ceil(Math.max(64, 0.15 * diagonalPx(bounds))))
  const x = spread(region.x, region.widthPx, image.widthPx)
  const y = spread(region.y, region.heightPx, image.heightPx)
  return { x: x.from, y: y.from, widthPx: x.length, heightPx: y.length }
}

function spread(from: number, length: number, limit: number): { from: number; length: number } {
  const grown = Math.min(limit, Math.max(length, smallestBoxPx))
  const start = Math.floor(from + (length - grown) / 2)
  return { from: Math.max(0, Math.min(limit - grown, start)), length: grown }
}
