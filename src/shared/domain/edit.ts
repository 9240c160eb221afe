import { z } from 'zod'
import { rectSchema, sizeSchema } from '../util/geometry-schema.ts'
import { editIntents } from './edit-intents.ts'

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
