import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { pictureFormatSchema } from '../../../shared/domain/model-card.ts'
import { errorDataSchema } from '../../../shared/errors/index.ts'
import { rectSchema } from '../../../shared/util/geometry-schema.ts'
import { exportFormats } from '../../../shared/util/media-type.ts'

/** What crosses between main and the imaging process, in both directions. Plain data: survives structured clone. */

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
const pathSchema = z.string().min(1)
const sidePx = z.int().positive()

const pictureFactsSchema = z.object({
  mime: z.string(),
  widthPx: sidePx,
  heightPx: sidePx,
  hasAlpha: z.boolean(),
  isShowable: z.boolean(),
})

const prepareInputSchema = z.object({
  sourcePath: pathSchema,
  workingCopyPath: pathSchema,
  thumbnails: z.array(z.object({ path: pathSchema, longestSidePx: sidePx })),
})

const fillInputSchema = z.object({
  sourcePath: pathSchema,
  maskPng: bytesSchema,
  samplingPng: bytesSchema.nullable(),
  growPx: z.number().nonnegative(),
  featherPx: z.number().nonnegative(),
  seed: z.int().min(0).max(0xffffffff),
  colourAdaptation: z.number().min(0).max(1),
  resultPath: pathSchema,
  effectiveMaskPath: pathSchema,
})

const fillOutcomeSchema = z.object({
  widthPx: sidePx,
  heightPx: sidePx,
  hasAlpha: z.boolean(),
  changedInside: z.int().nonnegative(),
  changedOutside: z.int().nonnegative(),
})

const sizeOnlySchema = z.object({ widthPx: sidePx, heightPx: sidePx })
const sentFrame = { frame: sizeOnlySchema, box: rectSchema }
const edge = { growPx: z.number().nonnegative(), featherPx: z.number().nonnegative() }

const inputRequestSchema = z.object({
  ...sentFrame,
  sourcePath: pathSchema,
  formats: z.array(pictureFormatSchema).min(1),
  maxBytes: z.int().positive(),
})

const maskRequestSchema = z.object({
  ...sentFrame,
  ...edge,
  maskPng: bytesSchema,
  size: sizeOnlySchema,
  polarity: z.enum(['white', 'black', 'transparent']),
})

const encodedPictureSchema = z.object({
  bytes: z.instanceof(Uint8Array),
  mime: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  widthPx: sidePx,
  heightPx: sidePx,
})

const compositeInputSchema = z.object({
  ...sentFrame,
  ...edge,
  sourcePath: pathSchema,
  answerPath: pathSchema,
  maskPng: bytesSchema,
  resultPath: pathSchema,
  effectiveMaskPath: pathSchema,
})

const exportRecordSchema = z.object({
  assetId: z.string(),
  parentId: z.string().nullable(),
  recipe: recipeSchema,
  createdAtMs: z.int(),
  appVersion: z.string(),
})

const exportInputSchema = z.object({
  sourcePath: pathSchema,
  targetPath: pathSchema,
  format: z.enum(exportFormats),
  quality: z.int().min(1).max(100),
  longestSidePx: sidePx.nullable(),
  record: exportRecordSchema.nullable(),
})

/** Every call the imaging process answers, with the shape of its input and of its answer. */
export const imagingCalls = {
  probe: { input: z.object({ path: pathSchema }), output: pictureFactsSchema },
  prepare: { input: prepareInputSchema, output: pictureFactsSchema },
  fill: { input: fillInputSchema, output: fillOutcomeSchema },
  prepareInput: { input: inputRequestSchema, output: encodedPictureSchema },
  encodeMask: { input: maskRequestSchema, output: encodedPictureSchema },
  inspectAnswer: {
    input: z.object({ path: pathSchema }),
    output: pictureFactsSchema.extend({ isBlack: z.boolean() }),
  },
  compositeAnswer: { input: compositeInputSchema, output: fillOutcomeSchema },
  exportPicture: { input: exportInputSchema, output: z.object({ fileBytes: z.int().nonnegative() }) },
  writePng: { input: z.object({ bytes: bytesSchema, targetPath: pathSchema }), output: pictureFactsSchema },
} as const

export type ImagingMethod = keyof typeof imagingCalls
export type ImagingInput<M extends ImagingMethod> = z.output<(typeof imagingCalls)[M]['input']>
export type ImagingOutput<M extends ImagingMethod> = z.output<(typeof imagingCalls)[M]['output']>

export const toChildSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.int(), method: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
])
export type ToChild = z.output<typeof toChildSchema>

const previewSchema = z.object({ box: rectSchema, bytes: bytesSchema, mime: z.string() })

export const fromChildSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progressed'), id: z.int(), fraction: z.number() }),
  z.object({ kind: z.literal('previewed'), id: z.int(), preview: previewSchema }),
  /** `rssBytes`: what the process holds, so that its owner can replace it while it is idle. */
  z.object({ kind: z.literal('done'), id: z.int(), value: z.unknown(), rssBytes: z.number() }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: errorDataSchema, rssBytes: z.number() }),
])
export type FromChild = z.output<typeof fromChildSchema>
