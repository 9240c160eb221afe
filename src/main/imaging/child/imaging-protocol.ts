import { z } from 'zod'
import { changers } from '../content-credentials.ts'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { fileDetailsSchema } from '../../../shared/domain/dialect.ts'
import { exportOptionsSchema } from '../../../shared/domain/export-options.ts'
import { alignmentSchema, blendSettingsSchema, maskVerdictSchema } from '../../../shared/domain/edit.ts'
import { differenceSchema } from '../../../shared/domain/comparison.ts'
import { credentialsCheckSchema } from '../../../shared/domain/credentials-check.ts'
import { pictureFormatSchema } from '../../../shared/domain/model-card.ts'
import { pictureColors } from '../../../shared/domain/picture-color.ts'
import { originKinds } from '../../../shared/domain/origin-kind.ts'
import { safetyCheckSchema } from '../../../shared/domain/safety.ts'
import { errorDataSchema } from '../../../shared/errors/index.ts'
import { rectSchema } from '../../../shared/util/geometry-schema.ts'
import { exportFormats } from '../../../shared/util/media-type.ts'
import { composeRequestSchema, readMaskRequestSchema, readMaskSchema } from './layered/compose-schemas.ts'
import {
  openedProjectSchema,
  openProjectSchema,
  savedLayeredSchema,
  saveLayeredSchema,
  saveProjectSchema,
} from './layered/project-schemas.ts'

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

const original = { originalPath: pathSchema.nullable().exactOptional() }
const targets = { resultPath: pathSchema, effectiveMaskPath: pathSchema }

const fillInputSchema = z.object({
  ...original,
  ...targets,
  sourcePath: pathSchema,
  maskPng: bytesSchema,
  samplingPng: bytesSchema.nullable(),
  growPx: z.number().nonnegative(),
  featherPx: z.number().nonnegative(),
  seed: z.int().min(0).max(0xffffffff),
  colourAdaptation: z.number().min(0).max(1),
})

const fillOutcomeSchema = z.object({
  widthPx: sidePx,
  heightPx: sidePx,
  hasAlpha: z.boolean(),
  changedInside: z.int().nonnegative(),
  changedOutside: z.int().nonnegative(),
})

const previewSchema = z.object({ box: rectSchema, bytes: bytesSchema, mime: z.string() })

const sizeOnlySchema = z.object({ widthPx: sidePx, heightPx: sidePx })
const sentFrame = { frame: sizeOnlySchema, box: rectSchema, crop: rectSchema.nullable().exactOptional() }
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
  marginPx: z.number().nonnegative().exactOptional(),
  polarity: z.enum(['white', 'black', 'transparent', 'alpha']),
})

const encodedPictureSchema = z.object({
  bytes: z.instanceof(Uint8Array),
  mime: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  widthPx: sidePx,
  heightPx: sidePx,
})

const blendRequest = {
  ...sentFrame,
  ...edge,
  ...original,
  sourcePath: pathSchema,
  answerPath: pathSchema,
  maskPng: bytesSchema,
  blend: blendSettingsSchema,
}

const maskCount = { insidePx: z.int().nonnegative(), outsidePx: z.int().nonnegative() }
const blendFacts = { ...maskCount, alignment: alignmentSchema.nullable(), maskVerdict: maskVerdictSchema }

const compositeOutcomeSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('pasted'), ...fillOutcomeSchema.shape, ...blendFacts }),
  z.object({ is: z.literal('refused'), ...blendFacts }),
])

const mergeRequestSchema = z.object({
  ...edge,
  ...original,
  ...targets,
  sourcePath: pathSchema,
  fromPath: pathSchema,
  maskPng: bytesSchema,
})

const reframeRequestSchema = z.object({
  ...targets,
  originalPath: pathSchema,
  frame: rectSchema,
  seed: z.int().min(0).max(0xffffffff),
})

const heatMapRequestSchema = z.object({
  beforePath: pathSchema,
  afterPath: pathSchema,
  targetPath: pathSchema,
  longestSidePx: sidePx,
})

/** Far beyond what halves the largest side to one pixel. */
const levelMax = 16

const regionRequestSchema = z.object({
  sourcePath: pathSchema,
  area: rectSchema,
  level: z.int().min(0).max(levelMax),
})

const exportRecordSchema = z.object({
  assetId: z.string(),
  parentId: z.string().nullable(),
  ancestors: z.array(z.string()).readonly(),
  recipe: recipeSchema,
  createdAtMs: z.int(),
  appVersion: z.string(),
})

const exportKindSchema = z.union([
  z.object({ is: z.literal('own'), otherwise: z.string().nullable(), changedBy: z.enum(changers) }),
  z.object({ is: z.enum(originKinds).exclude(['own']) }),
])

const credentialsSourceSchema = z.object({
  path: pathSchema,
  mime: z.string(),
  title: z.string().nullable(),
  thumbnailPath: pathSchema.nullable(),
})

const openedSourceSchema = credentialsSourceSchema.extend({ isItself: z.boolean(), editedBy: z.string().nullable() })

const inputSourceSchema = credentialsSourceSchema.extend({ role: z.enum(['Reference', 'Control image']) })

const exportCredentialsSchema = z.object({
  plan: z.object({
    algorithm: z.enum(['es256', 'es384', 'es512', 'ps256', 'ed25519']),
    certificates: z.array(bytesSchema).min(1).max(10).readonly(),
    appVersion: z.string(),
    opened: z.array(openedSourceSchema).readonly(),
    createdBy: z.string().nullable(),
    placed: z.array(credentialsSourceSchema).readonly(),
    inputs: z.array(inputSourceSchema).readonly(),
    isResized: z.boolean(),
    prompt: z.string().nullable(),
  }),
  kind: exportKindSchema,
  sourcePath: pathSchema.nullable(),
})

const exportAccountSchema = z.object({
  kind: exportKindSchema,
  source: z
    .object({ path: pathSchema, keepRights: z.boolean(), keepLocation: z.boolean(), keepCamera: z.boolean() })
    .nullable(),
  generation: recipeSchema.nullable(),
  record: exportRecordSchema.nullable(),
  madeBy: z
    .object({
      provider: z.string().nullable(),
      model: z.string().nullable(),
      prompt: z.string().nullable(),
      promptWriter: z.string().nullable(),
    })
    .nullable(),
})

const looksSchema = z.object({
  phash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  colors: z.array(z.enum(pictureColors)),
})

const exportInputSchema = exportOptionsSchema
  .pick({ quality: true, isLossless: true, size: true, sharpening: true, profile: true, bitDepth: true })
  .extend({
    sourcePath: pathSchema,
    targetPath: pathSchema,
    fileName: z.string().min(1),
    format: z.enum(exportFormats),
    account: exportAccountSchema.nullable(),
    credentials: exportCredentialsSchema.nullable(),
  })

/** Every call the imaging process answers, with the shape of its input and of its answer. */
export const imagingCalls = {
  probe: { input: z.object({ path: pathSchema }), output: pictureFactsSchema },
  readAccount: {
    input: z.object({ path: pathSchema }),
    output: z.object({
      details: fileDetailsSchema,
      recipe: recipeSchema.nullable(),
      parentId: z.string().nullable(),
    }),
  },
  prepare: { input: prepareInputSchema, output: pictureFactsSchema },
  warmUpFill: { input: z.object({ ...original, sourcePath: pathSchema }), output: z.void() },
  fill: { input: fillInputSchema, output: fillOutcomeSchema },
  prepareInput: { input: inputRequestSchema, output: encodedPictureSchema },
  encodeMask: { input: maskRequestSchema, output: encodedPictureSchema },
  measureMask: { input: z.object({ maskPng: bytesSchema, size: sizeOnlySchema }), output: rectSchema.nullable() },
  expandMask: {
    input: z.object({ maskPng: bytesSchema.nullable(), size: sizeOnlySchema, frame: rectSchema }),
    output: z.instanceof(Uint8Array<ArrayBuffer>),
  },
  inspectAnswer: {
    input: z.object({ path: pathSchema }),
    output: pictureFactsSchema.extend({ isBlack: z.boolean() }),
  },
  describe: { input: z.object({ path: pathSchema }), output: looksSchema },
  checkSafety: { input: z.object({ path: pathSchema }), output: safetyCheckSchema },
  compositeAnswer: { input: z.object({ ...blendRequest, ...targets }), output: compositeOutcomeSchema },
  previewBlend: { input: z.object({ ...blendRequest, longestSidePx: sidePx }), output: previewSchema },
  mergePart: { input: mergeRequestSchema, output: fillOutcomeSchema.extend(maskCount) },
  reframe: { input: reframeRequestSchema, output: fillOutcomeSchema },
  heatMap: { input: heatMapRequestSchema, output: z.void() },
  readRegion: { input: regionRequestSchema, output: z.instanceof(Uint8Array<ArrayBuffer>) },
  measureDifference: {
    input: z.object({ firstPath: pathSchema, secondPath: pathSchema, longestSidePx: sidePx }),
    output: differenceSchema.extend({ mapBytes: z.instanceof(Uint8Array<ArrayBuffer>) }),
  },
  compose: { input: composeRequestSchema, output: pictureFactsSchema },
  readMask: { input: readMaskRequestSchema, output: readMaskSchema },
  saveProject: { input: saveProjectSchema, output: z.void() },
  openProject: { input: openProjectSchema, output: openedProjectSchema },
  saveLayered: { input: saveLayeredSchema, output: savedLayeredSchema },
  exportPicture: {
    input: exportInputSchema,
    output: z.object({ fileBytes: z.int().nonnegative(), notes: z.array(z.string()).readonly() }),
  },
  stripOriginal: {
    input: exportInputSchema.pick({ sourcePath: true, targetPath: true, fileName: true }),
    output: z.void(),
  },
  countFileChanges: {
    input: z.object({
      filePath: pathSchema,
      resultPath: pathSchema,
      originalPath: pathSchema.nullable(),
      maskPath: pathSchema,
    }),
    output: fillOutcomeSchema.pick({ changedInside: true, changedOutside: true }),
  },
  checkCredentials: { input: z.object({ path: pathSchema, mime: z.string() }), output: credentialsCheckSchema },
  writePng: { input: z.object({ bytes: bytesSchema, targetPath: pathSchema }), output: pictureFactsSchema },
} as const

export type ImagingMethod = keyof typeof imagingCalls
export type ImagingInput<M extends ImagingMethod> = z.output<(typeof imagingCalls)[M]['input']>
export type ImagingOutput<M extends ImagingMethod> = z.output<(typeof imagingCalls)[M]['output']>

export const toChildSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.int(), method: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
  /** What a call under way had asked for with `toSign`. */
  z.object({ kind: z.literal('signature'), id: z.int(), bytes: bytesSchema }),
])
export type ToChild = z.output<typeof toChildSchema>

export const fromChildSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progressed'), id: z.int(), fraction: z.number() }),
  z.object({ kind: z.literal('previewed'), id: z.int(), preview: previewSchema }),
  /** A call under way needs this signed; the key is on the other side. */
  z.object({ kind: z.literal('toSign'), id: z.int(), bytes: bytesSchema }),
  /** `rssBytes`: what the process holds, so that its owner can replace it while it is idle. */
  z.object({ kind: z.literal('done'), id: z.int(), value: z.unknown(), rssBytes: z.number() }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: errorDataSchema, rssBytes: z.number() }),
])
export type FromChild = z.output<typeof fromChildSchema>
