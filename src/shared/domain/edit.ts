import { z } from 'zod'
import { rectSchema, sizeSchema } from '../util/geometry-schema.ts'
import { editIntents } from './edit-intents.ts'

export const editIntentSchema = z.enum(editIntents)
export type EditIntent = z.output<typeof editIntentSchema>

/** How an answer is laid into the original. Every field can be changed later, free, on the kept raw answer. */
export const blendSettingsSchema = z.object({
  /** How much of the difference in color between the answer and the original, measured around the mask, is taken out. */
  match: z.number().min(0).max(1),
  /** Width of the fade from the border of the effective mask inwards, pixels of the picture. 0 = as the mask has it. */
  softenPx: z.number().min(0).max(512),
  /** Whether the answer is moved, scaled and turned (a little) so that it lies over the original. */
  isAligned: z.boolean(),
  /** Moves the answer by hand, on top of the alignment; pixels of the picture. */
  offsetXPx: z.number().min(-512).max(512),
  offsetYPx: z.number().min(-512).max(512),
  /** Of the answer, 0 to 1. */
  opacity: z.number().min(0).max(1),
  /** Paste even where the answer does not fit what surrounds the mask. */
  isForced: z.boolean(),
})
export type BlendSettings = z.output<typeof blendSettingsSchema>

/** Where the answer was found to lie, measured on what surrounds the mask; pixels of the picture. */
export const alignmentSchema = z.object({
  shiftXPx: z.number(),
  shiftYPx: z.number(),
  scale: z.number().positive(),
  rotationDeg: z.number(),
  /** Normalized correlation of answer and original around the mask after the alignment, −1 to 1. */
  correlation: z.number().min(-1).max(1),
  /** `flat`: there is nothing around the mask to measure by; `unknown`: nothing surrounds it. */
  basis: z.enum(['measured', 'flat', 'unknown']),
})
export type Alignment = z.output<typeof alignmentSchema>

/**
 * What a model made of the mask, judged by its raw answer. `ignored`: it repainted far beyond the mask, or all of it;
 * `nothing`: it left what was to be repainted as it was.
 */
export const maskVerdictSchema = z.enum(['kept', 'ignored', 'nothing', 'unknown'])
export type MaskVerdict = z.output<typeof maskVerdictSchema>

/** How a part of a picture is sent to a service and laid back: kept with every edit, so that it can be done again. */
export const sentPartSchema = z.object({
  /** The part of the source that is sent, in its pixels. */
  crop: rectSchema,
  /** The size of the picture that is sent. */
  frame: sizeSchema,
  /** Where the part lies in it; the rest is padding. */
  box: rectSchema,
})
export type SentPart = z.output<typeof sentPartSchema>

/** Kept in the recipe of every masked edit. */
export const editRecordSchema = z.object({
  intent: editIntentSchema,
  sent: sentPartSchema,
  answer: sizeSchema,
  blend: blendSettingsSchema,
  alignment: alignmentSchema.nullable(),
  /** Pixels of the picture inside and outside of the effective mask. */
  insidePx: z.int().nonnegative(),
  outsidePx: z.int().nonnegative(),
  maskVerdict: maskVerdictSchema,
  /** The answer did not fit and was not pasted: the picture is the answer as it came. */
  isRefused: z.boolean(),
  /** The edit whose raw answer this one lays in anew. */
  reblendOf: z.string().nullable(),
})
export type EditRecord = z.output<typeof editRecordSchema>

/** What a masked edit would send, told and drawn before the click. */
export const editPlanSchema = z.object({
  ...sentPartSchema.shape,
  /** How the model is told what to repaint: by a mask file in its own polarity, by words and a second picture, or not at all. */
  told: z.enum(['mask-white', 'mask-black', 'mask-transparent', 'second-picture', 'crop-only']),
  /** Words as they are sent, with what the intent adds. */
  prompt: z.string(),
})
export type EditPlan = z.output<typeof editPlanSchema>
