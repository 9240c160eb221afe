import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { differenceSchema } from '../../../shared/domain/comparison.ts'
import { fileDetailsSchema } from '../../../shared/domain/metadata-dialect.ts'
import { imageColors } from '../../../shared/domain/searched-values.ts'
import { safetyCheckSchema } from '../../../shared/domain/safety.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { rectSchema, sizeSchema } from '../../../shared/util/geometry-schema.ts'
import { original, ownBytesSchema, pathSchema, imageFactsSchema, sidePx } from './shapes.ts'

/** Filters of the image processors of vision models. */
export const resampleFilters = ['bilinear', 'bicubic'] as const
export type ResampleFilter = (typeof resampleFilters)[number]

/** What an image file says about how it was made. */
const fileMetadataSchema = z.object({
  details: fileDetailsSchema,
  /** As much of it as is known; null = nothing. */
  recipe: recipeSchema.nullable(),
  /** From Atelier's own record; the library may not contain that image. */
  parentId: z.string().nullable(),
})
export type FileMetadata = z.output<typeof fileMetadataSchema>

const prepareSchema = z.object({
  sourcePath: pathSchema,
  /** Destination of the upright 8-bit sRGB PNG; written only if the file cannot be shown directly, or is damaged. */
  workingCopyPath: pathSchema,
  thumbnails: z.array(z.object({ path: pathSchema, longestSidePx: sidePx })).readonly(),
  /** Whether what is left of a damaged image is enough. */
  recovers: z.boolean(),
})
export type PrepareRequest = z.output<typeof prepareSchema>

const preparedSchema = imageFactsSchema.extend({
  /** The decoder complained about the pixels; the working copy holds what could be read. */
  isDamaged: z.boolean(),
})
export type PreparedFacts = z.output<typeof preparedSchema>

/** Visual features of an image, computed from a small version of it. */
const fingerprintSchema = z.object({
  /** 64 bits as 16 hexadecimal digits, nearly equal for images that look alike; null for a single-color image. */
  phash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  /** The main colors, most prominent first. */
  colors: z.array(z.enum(imageColors)),
})
export type ImageFingerprint = z.output<typeof fingerprintSchema>

const heatMapSchema = z.object({
  beforePath: pathSchema,
  afterPath: pathSchema,
  /** A WebP with the images' aspect ratio, transparent where nothing changed. */
  targetPath: pathSchema,
  longestSidePx: sidePx,
})
export type HeatMapRequest = z.output<typeof heatMapSchema>

/** Far more halvings than reduce the longest side to one pixel. */
const levelMax = 16

/** Pixels of part of an image as shown: 8-bit sRGB, RGBA, straight alpha, in row order. */
const regionSchema = z.object({
  sourcePath: pathSchema,
  /** In image pixels; must lie inside the image. */
  area: rectSchema,
  /**
   * Number of halvings: 0 = every pixel, 1 = every second, averaged, and so on. Output sides are `ceil(side / 2 **
   * level)`.
   */
  level: z.int().min(0).max(levelMax),
})
export type RegionRequest = z.output<typeof regionSchema>

const measureDifferenceSchema = z.object({
  firstPath: pathSchema,
  secondPath: pathSchema,
  /** Longest side of the map. */
  longestSidePx: sidePx,
})
export type DifferenceRequest = z.output<typeof measureDifferenceSchema>

const measuredDifferenceSchema = differenceSchema.extend({
  /** One byte per pixel of the map, in row order. */
  mapBytes: ownBytesSchema,
})
export type MeasuredDifference = z.output<typeof measuredDifferenceSchema>

/** What a vision model's image processor makes of an image, as `preprocessor_config.json` says. */
const modelInputShapeSchema = z.object({
  resize: z.discriminatedUnion('type', [
    /** Keeps the aspect ratio. */
    z.object({ type: z.literal('shortest'), shortestPx: sidePx }),
    z.object({ type: z.literal('exact'), widthPx: sidePx, heightPx: sidePx }),
  ]),
  filter: z.enum(resampleFilters),
  /** Crop from the middle of the resized image; null = none. */
  crop: sizeSchema.nullable(),
})
export type ModelInputShape = z.output<typeof modelInputShapeSchema>

const modelInputSchema = z.object({ path: pathSchema, shape: modelInputShapeSchema })
export type ModelInputRequest = z.output<typeof modelInputSchema>

const paddedInputSchema = z.object({ path: pathSchema, sidePx })
export type PaddedInputRequest = z.output<typeof paddedInputSchema>

const fileSchema = z.object({ path: pathSchema })

/** Calls that read image files and compute renditions and fingerprints. */
export const imageCalls = {
  /** Reads the header only. @throws media/undecodable, media/unsupported, media/too-large, storage/* */
  probe: { input: fileSchema, output: imageFactsSchema },
  /** Reads what other programs wrote next to the pixels; never fails because of its content. @throws storage/* */
  readMetadata: { input: fileSchema, output: fileMetadataSchema },
  /** Decodes once; writes the thumbnails and, where needed, the working copy. @throws media/*, storage/* */
  prepare: { input: prepareSchema, output: preparedSchema },
  /** Decodes an image into a PNG file as it is shown. @throws media/*, storage/* */
  writePng: { input: z.object({ sourcePath: pathSchema, targetPath: pathSchema }), output: imageFactsSchema },
  /** Computes the fingerprint; a thumbnail is enough. @throws media/*, storage/* */
  describe: { input: fileSchema, output: fingerprintSchema, isBackground: true },
  /** Classifies an image with the local model; a thumbnail is enough. The model is loaded on the first call. */
  checkSafety: { input: fileSchema, output: safetyCheckSchema },
  /** Returns 8-bit RGB pixels in row order, of the size that the shape ends with. @throws media/*, storage/* */
  readModelInput: { input: modelInputSchema, output: ownBytesSchema, isBackground: true },
  /** Returns RGB from 0 to 255 of a black square with the image at its top left, not rounded. @throws like readModelInput */
  readPaddedInput: { input: paddedInputSchema, output: z.instanceof(Float32Array<ArrayBuffer>) },
  readRegion: { input: regionSchema, output: ownBytesSchema },
  /** Renders where and how much two images of the same size differ. */
  heatMap: { input: heatMapSchema, output: z.void() },
  /** Measures how much two images differ, regardless of their sizes. */
  measureDifference: { input: measureDifferenceSchema, output: measuredDifferenceSchema },
  /**
   * Starts the process and the fill's threads and decodes an image, so that filling it does not wait for any of them.
   */
  warmUpFill: { input: z.object({ ...original, sourcePath: pathSchema }), output: z.void() },
} as const satisfies CallMap
