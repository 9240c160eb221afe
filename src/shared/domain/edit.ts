import { z } from 'zod'
import { rectSchema, sizeSchema } from '../util/geometry-schema.ts'
import type { MaskEdge } from '../util/mask/effective-mask.ts'
import { growRect, type Rect, type Size } from '../util/geometry.ts'

/**
 * Purpose of a masked edit. `fill`: the prompt describes the new content; `add`: adds an object to the scene; `remove`:
 * removes one, the prompt is optional; `background`: replaces everything but the subject; `expand`: extends the image
 * beyond its borders; `whole`: changes the whole image, by a denoising strength.
 */
export const editIntents = ['fill', 'add', 'remove', 'background', 'expand', 'whole'] as const

/** Default strength of color matching at the seam of a fill. */
export const usualColorAdaptation = 0.5

export const editIntentSchema = z.enum(editIntents)
export type EditIntent = z.output<typeof editIntentSchema>

/** How a result is blended into the original. Every field can be changed later, free, using the stored raw response. */
export const blendSettingsSchema = z.object({
  /** Share of the color difference between result and original, measured around the mask, that is removed. */
  match: z.number().min(0).max(1),
  /** Width of the fade inwards from the border of the effective mask, pixels of the image. 0 = the mask's own edge. */
  softenPx: z.number().min(0).max(512),
  /** Whether the result is moved, scaled and rotated slightly to align with the original. */
  isAligned: z.boolean(),
  /** Manual offset of the result, added to the alignment; pixels of the image. */
  offsetXPx: z.number().min(-512).max(512),
  offsetYPx: z.number().min(-512).max(512),
  /** Of the result, 0 to 1. */
  opacity: z.number().min(0).max(1),
  /** Blends even where the result does not match the surroundings of the mask. */
  isForced: z.boolean(),
})
export type BlendSettings = z.output<typeof blendSettingsSchema>

/** Measured position of the result, based on the surroundings of the mask; pixels of the image. */
export const alignmentSchema = z.object({
  shiftXPx: z.number(),
  shiftYPx: z.number(),
  scale: z.number().positive(),
  rotationDeg: z.number(),
  /** Normalized correlation of result and original around the mask after the alignment, −1 to 1. */
  correlation: z.number().min(-1).max(1),
  /** `flat`: no detail around the mask to measure by; `unknown`: nothing surrounds it. */
  basis: z.enum(['measured', 'flat', 'unknown']),
})
export type Alignment = z.output<typeof alignmentSchema>

/**
 * How well a model respected the mask, judged by its raw response. `ignored`: it repainted far beyond the mask, or the
 * whole image; `nothing`: it left the masked area unchanged.
 */
export const maskVerdictSchema = z.enum(['kept', 'ignored', 'nothing', 'unknown'])
export type MaskVerdict = z.output<typeof maskVerdictSchema>

/** How a part of an image is sent to a service and blended back: stored with every edit, so that it can be repeated. */
export const sentPartSchema = z.object({
  /** The region of the source that is sent, in source pixels. */
  crop: rectSchema,
  /** The size of the image that is sent. */
  frame: sizeSchema,
  /** The region's position in it; the rest is padding. */
  box: rectSchema,
})
export type SentPart = z.output<typeof sentPartSchema>

/** Stored in the recipe of every masked edit. */
export const editRecordSchema = z.object({
  intent: editIntentSchema,
  sent: sentPartSchema,
  answer: sizeSchema,
  blend: blendSettingsSchema,
  alignment: alignmentSchema.nullable(),
  /** Number of pixels inside and outside of the effective mask. */
  insidePx: z.int().nonnegative(),
  outsidePx: z.int().nonnegative(),
  maskVerdict: maskVerdictSchema,
  /** The result did not match and was not blended: the image is the raw response. */
  isRefused: z.boolean(),
  /** The edit whose raw response this one blends again. */
  reblendOf: z.string().nullable(),
})
export type EditRecord = z.output<typeof editRecordSchema>

/** What a masked edit would send, shown before the click. */
export const editPlanSchema = z.object({
  ...sentPartSchema.shape,
  /**
   * How the model learns what to repaint: by a mask file with its own polarity, by the prompt and a second image, or
   * not at all.
   */
  told: z.enum(['mask-white', 'mask-black', 'mask-transparent', 'second-picture', 'crop-only']),
  /** The prompt as sent, including what the intent adds. */
  prompt: z.string(),
})
export type EditPlan = z.output<typeof editPlanSchema>

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
