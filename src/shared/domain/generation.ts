import { z } from 'zod'
import { rectSchema, sizeSchema } from '../util/geometry-schema.ts'
import { blendSettingsSchema, editIntentSchema, editPlanSchema } from './edit.ts'
import { assetIdSchema, documentIdSchema, threadIdSchema } from './ids.ts'
import { localRecordSchema } from './local-record.ts'
import { marksSchema, markupFormSchema } from './markup.ts'
import { aspectRatioSchema, optionValueSchema, imageFormatSchema, qualitySchema } from './model-card.ts'
import { referenceUseSchema } from './named-reference.ts'
import { providerIdSchema } from './provider-id.ts'
import { toSeed } from './seed.ts'
import { mapNumberSettings, numberSettingNames, numberSettings, unsetNumbers } from './number-settings.ts'

export const operationSchema = z.enum(['generate', 'edit', 'variations'])
export type Operation = z.output<typeof operationSchema>

export const contentFilterSchema = z.enum(['off', 'low', 'moderate', 'strict'])
export type ContentFilter = z.output<typeof contentFilterSchema>

export const safetySchema = z.object({ blockNsfw: z.boolean(), contentFilter: contentFilterSchema })
export type Safety = z.output<typeof safetySchema>

export const loraSchema = z.object({ path: z.string().min(1).max(1_000), scale: z.number().min(-10).max(10) })
export type Lora = z.output<typeof loraSchema>

/** A control image: the result follows its lines, depth or poses, as a ControlNet reads them. */
export const controlSchema = z.object({
  imageId: assetIdSchema,
  /** Name of the ControlNet. */
  net: z.string().min(1).max(300),
  /** 0 = no influence, 1 = as trained. */
  strength: z.number().min(0).max(2),
  /** Replaces the image by its detected edges. */
  findsEdges: z.boolean(),
})
export type Control = z.output<typeof controlSchema>

/** Every seed has one form: a string of digits only where a number would lose precision. */
export const seedSchema = z.union([z.int().nonnegative(), z.string().refine((text) => toSeed(text) === text)])

/** A value of each setting that is one number, as a request may hold it. */
export const numberSettingSchemas = mapNumberSettings((name) => {
  const { min, max, isWhole } = numberSettings[name]
  return (isWhole ? z.int() : z.number()).min(min).max(max)
})

/** Name of the program that asked for something through a tool. */
export const agentNameSchema = z.string().min(1).max(200)

/** Key of a request's `trace` that names the program that asked for it through a tool. */
export const agentTrace = 'agent'

/**
 * The request is the next step of a thread: its prompt is what was said, its source the image it goes on from.
 */
export const continuesSchema = z.object({
  threadId: threadIdSchema,
  /** Replaces the prompt that would be composed of the words and what still holds; null = it is not edited. */
  prompt: z.string().max(40_000).nullable(),
})
export type Continues = z.output<typeof continuesSchema>

/** Keys of a request's `trace` that name the grid and the cell it is for: the database links the queued job by them. */
export const gridTrace = 'grid'
export const gridCellTrace = 'gridCell'

/** Keys of a request's `trace` that name the edit plan and the step it is for: the database links the queued job. */
export const editPlanTrace = 'editPlan'
export const editStepTrace = 'editStep'

/** A mask of the largest image compresses to far less; anything larger is not a mask. */
export const maskBytesMax = 128 * 1024 * 1024
export const maskPngSchema = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.byteLength <= maskBytesMax, 'The mask is too large.')

/**
 * One request for images, from any caller to any service. Images are identified by their library ids; whatever a model
 * cannot honor is reported as a warning before anything is sent.
 */
export const generationRequestSchema = z.object({
  documentId: documentIdSchema.nullable(),
  operation: operationSchema,
  provider: providerIdSchema,
  model: z.string().min(1).max(300),
  /** The saved default that is retired, in whose place the model is used; absent = the model was named. */
  insteadOf: z.string().max(300).nullish(),
  prompt: z.string().max(40_000),
  negativePrompt: z.string().max(10_000).nullable(),
  /** Number of images. */
  n: z.int().min(1).max(4),
  /** At most one of `size` and `aspectRatio`; neither = the model's default, or the source's shape. */
  size: z.object({ widthPx: z.int().min(16).max(16_384), heightPx: z.int().min(16).max(16_384) }).nullable(),
  aspectRatio: aspectRatioSchema.nullable(),
  quality: qualitySchema.nullable(),
  stylePreset: z.string().max(100).nullable(),
  /** null = random. */
  seed: seedSchema.nullable(),
  // What is stored lacks a setting that came later.
  ...mapNumberSettings((name) => numberSettingSchemas[name].nullable().default(null)),
  loras: z.array(loraSchema).max(20),
  /** The image to edit or vary. */
  sourceId: assetIdSchema.nullable(),
  /** Additional reference images. */
  referenceIds: z.array(assetIdSchema).max(20),
  /** Absent = none. */
  control: controlSchema.nullish(),
  /** 8-bit gray PNG of the source's size, white = repaint; null = the whole image. */
  maskPng: maskPngSchema.nullable(),
  /**
   * The smallest rectangle around the painted mask, in the source's pixels; absent = unknown. A request that is sent is
   * planned from the bounds measured on its mask.
   */
  maskBounds: rectSchema.nullish(),
  /** Pixels by which the painted mask is grown … */
  growPx: z.number().min(0).max(512),
  /** … and over which it then fades out: together the effective mask. */
  featherPx: z.number().min(0).max(512),
  /**
   * Purpose of the edit: decides what is sent and how it is blended back. Absent = `fill` with a mask, `whole` without.
   */
  intent: editIntentSchema.nullish(),
  /** The region of the source to send; absent = planned around the mask. */
  box: rectSchema.nullish(),
  /** For `expand`: the image's new extent in source pixels. The added area is filled locally before sending. */
  frame: rectSchema.nullish(),
  /** How the result is blended; absent = the intent's default. */
  blend: blendSettingsSchema.nullish(),
  /** Marks over the source, in its pixels, that say what to change where; absent or empty = none. */
  markup: marksSchema.nullish(),
  format: imageFormatSchema.nullable(),
  safety: safetySchema.nullable(),
  /** The model's own fields, by the service's names. */
  options: z.record(z.string().max(100), optionValueSchema),
  /** What the original was generated with when an image is regenerated: the plan reports what differs now. */
  drawnWith: localRecordSchema.nullish(),
  /** Absent = it is no step of a thread. */
  continues: continuesSchema.nullish(),
  /** Trace ids and the like: stored with the result, never sent. */
  trace: z.record(z.string().max(100), z.string().max(2_000)),
})
export type GenerationRequest = z.output<typeof generationRequestSchema>

/** What the window sends while the form is filled in: the request without the mask's pixels. */
export const planRequestSchema = generationRequestSchema.omit({ maskPng: true }).extend({ hasMask: z.boolean() })
export type PlanRequest = z.output<typeof planRequestSchema>

/** Every way in which a model may deviate from the request. */
export const warningCodeSchema = z.enum([
  'size-snapped',
  'ratio-snapped',
  'size-ignored',
  'quality-mapped',
  'quality-ignored',
  'seed-ignored',
  'seed-best-effort',
  'negative-emulated',
  ...numberSettingNames.flatMap((name) => [`${name}-ignored`, `${name}-clamped`] as const),
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
  'reference-described',
  'reference-images-left-out',
  'reference-unknown',
  'turns-left-out',
  'turn-image-left-out',
  'markup-as-mask',
  'markup-ignored',
  'markup-no-room',
  'markup-outside',
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
  /** Total for all images; null = the service does not say in advance. */
  usd: z.number().nullable(),
  asOf: z.iso.date().nullable(),
  /** Whether the price is from the vendor's own list. */
  isSure: z.boolean(),
})
export type CostEstimate = z.output<typeof costEstimateSchema>

/** What would be sent, shown before the click. */
export const requestPlanSchema = z.object({
  warnings: z.array(warningSchema),
  /** Why it cannot be sent at all, for display; empty = it can. */
  obstacles: z.array(z.string()),
  estimate: costEstimateSchema,
  /** Expected size of the result, where known. */
  size: z.object({ widthPx: z.int(), heightPx: z.int() }).nullable(),
  calls: z.int(),
  /** Total for all calls, based also on requests of other sizes and steps; absent = only the median is known. */
  estimatedMs: z.number().optional(),
  /** For a masked edit. */
  edit: editPlanSchema.nullish(),
  /** The named references in the prompt, in order; absent = none. */
  references: z.array(referenceUseSchema).optional(),
  /** As sent, where named references, marks or earlier turns change the prompt. */
  sentPrompt: z.string().optional(),
  /** Of a step of a thread. */
  conversation: z
    .object({
      /** Earlier turns that are sent as they were, each with its image. */
      turns: z.int().nonnegative(),
      /** With what still holds, before names in it are replaced: what may be edited. */
      prompt: z.string(),
      /** Earlier instructions that are repeated in words. */
      holding: z.array(z.string()),
      /** Earlier instructions that newer ones replace. */
      replaced: z.array(z.string()).default([]),
      /** The image the thread began with is sent beside the one to change. */
      hasFirstImage: z.boolean(),
    })
    .optional(),
  /** How the model gets the marks; absent = there are none, or it gets none of them. */
  markup: markupFormSchema.optional(),
  /** The mask, or the part of it on the image, is made from the marks. */
  isMaskOfMarks: z.boolean().optional(),
})
export type RequestPlan = z.output<typeof requestPlanSchema>

/** A request with all of the model's defaults; provider and task are added by the caller. */
export const blankRequest = {
  documentId: null,
  operation: 'generate',
  prompt: '',
  negativePrompt: null,
  n: 1,
  size: null,
  aspectRatio: null,
  quality: null,
  stylePreset: null,
  seed: null,
  ...unsetNumbers,
  loras: [],
  sourceId: null,
  referenceIds: [],
  hasMask: false,
  growPx: 0,
  featherPx: 0,
  format: null,
  safety: null,
  options: {},
  trace: {},
} satisfies Omit<PlanRequest, 'provider' | 'model'>

/**
 * A request as sent: only what its card allows, everything else has become a warning. Numbers are within the
 * card's ranges, sizes follow its rule, options are validated. The queue stores it with what it has drawn: it is not
 * planned again.
 */
export const sentRequestSchema = generationRequestSchema
  .pick({ operation: true, negativePrompt: true, quality: true, stylePreset: true, format: true })
  .extend({
    prompt: z.string(),
    /** 1 to the card's `imagesPerCall`. */
    n: z.int().min(1),
    /**
     * Set for `list` and `grid` rules; for `ratios` the nominal size; null = the service decides, or the source's size.
     */
    size: sizeSchema.nullable(),
    /** Set for `ratios` rules. */
    aspectRatio: z.string().nullable(),
    /** The id of one of the rule's `tiers`. */
    tier: z.string().nullable(),
    seed: z.number().nullable(),
    // What is stored lacks a setting that came later.
    ...mapNumberSettings(() => z.number().nullable().default(null)),
    loras: z.array(loraSchema).readonly(),
    safety: safetySchema,
    options: z.record(z.string(), optionValueSchema).readonly(),
    control: controlSchema.nullable().default(null),
    /** The record of an image that is to be drawn again on this computer. */
    drawnWith: localRecordSchema.nullable().default(null),
    /** Names for the references by which the prompt speaks of them, null = none; absent = they have none. */
    referenceTags: z.array(z.string().nullable()).readonly().optional(),
    /** Index of the reference that shows a person to keep, for cards with `character`; absent = there is none. */
    characterAt: z.int().nonnegative().optional(),
  })
export type SentRequest = z.output<typeof sentRequestSchema>
