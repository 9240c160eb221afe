import { z } from 'zod'
import { rectSchema } from '../util/geometry-schema.ts'
import { blendSettingsSchema, editIntentSchema, editPlanSchema } from './edit.ts'
import { assetIdSchema, documentIdSchema } from './ids.ts'
import { localRecordSchema } from './local-record.ts'
import { aspectRatioSchema, optionValueSchema, pictureFormatSchema, qualitySchema } from './model-card.ts'
import { providerIdSchema } from './provider-id.ts'
import { toSeed } from './seed.ts'

export const operationSchema = z.enum(['generate', 'edit', 'variations'])
export type Operation = z.output<typeof operationSchema>

export const contentFilterSchema = z.enum(['off', 'low', 'moderate', 'strict'])
export type ContentFilter = z.output<typeof contentFilterSchema>

export const safetySchema = z.object({ blockNsfw: z.boolean(), contentFilter: contentFilterSchema })
export type Safety = z.output<typeof safetySchema>

export const loraSchema = z.object({ path: z.string().min(1).max(1_000), scale: z.number().min(-10).max(10) })
export type Lora = z.output<typeof loraSchema>

/** An image that says where things are: the result follows its lines, its depth or its poses, as a ControlNet reads them. */
export const controlSchema = z.object({
  imageId: assetIdSchema,
  /** Name of the ControlNet. */
  net: z.string().min(1).max(300),
  /** 0 = it does not count, 1 = as it was trained. */
  strength: z.number().min(0).max(2),
  /** Its edges are found and taken instead of it. */
  findsEdges: z.boolean(),
})
export type Control = z.output<typeof controlSchema>

/** Every seed has one form: digits only where a number would lose some. */
export const seedSchema = z.union([z.int().nonnegative(), z.string().refine((text) => toSeed(text) === text)])

/** A mask of the largest picture packs into far less; what is larger is no mask. */
export const maskBytesMax = 128 * 1024 * 1024
export const maskPngSchema = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.byteLength <= maskBytesMax, 'The mask is too large.')

/**
 * One request for pictures, whoever asks and whatever service draws. Pictures are named by their library ids; what a
 * model cannot honor is told as a warning before anything is sent.
 */
export const generationRequestSchema = z.object({
  documentId: documentIdSchema.nullable(),
  operation: operationSchema,
  provider: providerIdSchema,
  model: z.string().min(1).max(300),
  prompt: z.string().max(40_000),
  negativePrompt: z.string().max(10_000).nullable(),
  /** How many pictures. */
  n: z.int().min(1).max(4),
  /** At most one of `size` and `aspectRatio`; neither = the model's default, or the source's shape. */
  size: z.object({ widthPx: z.int().min(16).max(16_384), heightPx: z.int().min(16).max(16_384) }).nullable(),
  aspectRatio: aspectRatioSchema.nullable(),
  quality: qualitySchema.nullable(),
  stylePreset: z.string().max(100).nullable(),
  /** null = a random one. */
  seed: seedSchema.nullable(),
  guidance: z.number().min(0).max(1_000).nullable(),
  steps: z.int().min(1).max(1_000).nullable(),
  /** Denoising strength of image-to-image: 0 = the picture as it was, 1 = nothing of it is left. */
  strength: z.number().min(0).max(1).nullable(),
  loras: z.array(loraSchema).max(20),
  /** The picture to edit or vary. */
  sourceId: assetIdSchema.nullable(),
  /** Further pictures to go by. */
  referenceIds: z.array(assetIdSchema).max(20),
  /** Absent = none. */
  control: controlSchema.nullish(),
  /** 8-bit gray PNG of the source's size, white = repaint; null = the whole picture. */
  maskPng: maskPngSchema.nullable(),
  /**
   * The smallest rectangle around the painted mask, in the source's pixels; absent where it is not known. A request that
   * is sent is planned by what is measured on its mask.
   */
  maskBounds: rectSchema.nullish(),
  /** The painted mask is widened by this many pixels … */
  growPx: z.number().min(0).max(512),
  /** … and fades out over this many more: together the effective mask. */
  featherPx: z.number().min(0).max(512),
  /** What an edit is for: decides what is sent and how it is laid back. Absent = `fill` with a mask, `whole` without. */
  intent: editIntentSchema.nullish(),
  /** The part of the source that is sent; absent = planned around the mask. */
  box: rectSchema.nullish(),
  /** For `expand`: the new extent of the picture in the source's pixels. Its new part is filled here before it is sent. */
  frame: rectSchema.nullish(),
  /** How the answer is laid in; absent = as the intent has it. */
  blend: blendSettingsSchema.nullish(),
  format: pictureFormatSchema.nullable(),
  safety: safetySchema.nullable(),
  /** The model's own fields, by the service's names. */
  options: z.record(z.string().max(100), optionValueSchema),
  /** What an image that is to be drawn once more was drawn with: what is different now is told with the plan. */
  drawnWith: localRecordSchema.nullish(),
  /** Trace ids and the like: kept with the result, never sent. */
  trace: z.record(z.string().max(100), z.string().max(2_000)),
})
export type GenerationRequest = z.output<typeof generationRequestSchema>

/** What the window asks while the form is filled in: the request without the mask's pixels. */
export const planRequestSchema = generationRequestSchema.omit({ maskPng: true }).extend({ hasMask: z.boolean() })
export type PlanRequest = z.output<typeof planRequestSchema>

/** Everything a model may do otherwise than asked. */
export const warningCodeSchema = z.enum([
  'size-snapped',
  'ratio-snapped',
  'size-ignored',
  'quality-mapped',
  'quality-ignored',
  'seed-ignored',
  'seed-best-effort',
  'negative-emulated',
  'guidance-ignored',
  'guidance-clamped',
  'steps-ignored',
  'steps-clamped',
  'strength-ignored',
  'strength-clamped',
  'style-ignored',
  'loras-ignored',
  'format-converted',
  'mask-emulated',
  'mask-described',
  'mask-soft',
  'mask-ignored',
  'crop-sent',
  'layout-changed',
  'answer-resized',
  'black-image',
  'references-ignored',
  'control-ignored',
  'control-fitted',
  'source-scaled',
  'prompt-ignored',
  'variations-emulated',
  'several-calls',
  'safety-ignored',
  'option-ignored',
  'model-retiring',
  'model-retired',
  'memory-saved',
  'memory-short',
  'engine-differs',
  'device-differs',
  'saving-differs',
  'model-file-missing',
])
export type WarningCode = z.output<typeof warningCodeSchema>

export const warningSchema = z.object({ code: warningCodeSchema, message: z.string() })
export type Warning = z.output<typeof warningSchema>

export const costEstimateSchema = z.object({
  /** For all pictures together; null = the service does not tell beforehand. */
  usd: z.number().nullable(),
  asOf: z.iso.date().nullable(),
  /** Whether the price comes from the vendor's own list. */
  isSure: z.boolean(),
})
export type CostEstimate = z.output<typeof costEstimateSchema>

/** What would be sent, told before the click. */
export const requestPlanSchema = z.object({
  warnings: z.array(warningSchema),
  /** Why it cannot be sent at all, for people; empty = it can. */
  obstacles: z.array(z.string()),
  estimate: costEstimateSchema,
  /** What comes back, as far as it is known. */
  size: z.object({ widthPx: z.int(), heightPx: z.int() }).nullable(),
  calls: z.int(),
  /** How long all calls take, learned from requests of other sizes and steps, too; without it only the median is known. */
  estimatedMs: z.number().optional(),
  /** Of a masked edit. */
  edit: editPlanSchema.nullish(),
})
export type RequestPlan = z.output<typeof requestPlanSchema>
