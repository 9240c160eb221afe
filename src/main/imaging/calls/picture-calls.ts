import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { differenceSchema } from '../../../shared/domain/comparison.ts'
import { fileDetailsSchema } from '../../../shared/domain/dialect.ts'
import { pictureColors } from '../../../shared/domain/picture-color.ts'
import { safetyCheckSchema } from '../../../shared/domain/safety.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { rectSchema } from '../../../shared/util/geometry-schema.ts'
import { bytesSchema, original, ownBytesSchema, pathSchema, pictureFactsSchema, sidePx } from './shapes.ts'

/** What a picture file says of how it was made. */
const fileMetadataSchema = z.object({
  details: fileDetailsSchema,
  /** As far as it is told; null = not at all. */
  recipe: recipeSchema.nullable(),
  /** By Atelier's own record; the library may not have that picture. */
  parentId: z.string().nullable(),
})
export type FileAccount = z.output<typeof fileMetadataSchema>

const prepareSchema = z.object({
  sourcePath: pathSchema,
  /** Where the upright 8-bit sRGB PNG goes; written only when the file is not showable as it is. */
  workingCopyPath: pathSchema,
  thumbnails: z.array(z.object({ path: pathSchema, longestSidePx: sidePx })).readonly(),
})
export type PrepareRequest = z.output<typeof prepareSchema>

/** What is to be seen in a picture, as far as it is told by looking at little of it. */
const fingerprintSchema = z.object({
  /** 64 bits as 16 hexadecimal digits, nearly the same for pictures that look the same; null for one that is all one color. */
  phash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  /** The main ones, the most prominent first. */
  colors: z.array(z.enum(pictureColors)),
})
export type ImageFingerprint = z.output<typeof fingerprintSchema>

const heatMapSchema = z.object({
  beforePath: pathSchema,
  afterPath: pathSchema,
  /** A WebP of the pictures' shape, transparent where nothing changed. */
  targetPath: pathSchema,
  longestSidePx: sidePx,
})
export type HeatMapRequest = z.output<typeof heatMapSchema>

/** Far beyond what halves the largest side to one pixel. */
const levelMax = 16

/** Pixels of a part of a picture as shown: 8-bit sRGB, RGBA, straight alpha, row by row. */
const regionSchema = z.object({
  sourcePath: pathSchema,
  /** In pixels of the picture; must lie inside. */
  area: rectSchema,
  /** Halvings: 0 = every pixel, 1 = every second, averaged … Sides of the answer are `ceil(side / 2 ** level)`. */
  level: z.int().min(0).max(levelMax),
})
export type RegionRequest = z.output<typeof regionSchema>

const measureDifferenceSchema = z.object({
  firstPath: pathSchema,
  secondPath: pathSchema,
  /** Of the map. */
  longestSidePx: sidePx,
})
export type DifferenceRequest = z.output<typeof measureDifferenceSchema>

const measuredDifferenceSchema = differenceSchema.extend({
  /** A byte for each pixel of the map, row by row. */
  mapBytes: ownBytesSchema,
})
export type MeasuredDifference = z.output<typeof measuredDifferenceSchema>

const fileSchema = z.object({ path: pathSchema })

/** Reading picture files, and what they are shown and found by. */
export const pictureCalls = {
  /** Reads the header only. @throws media/undecodable, media/unsupported, media/too-large, storage/* */
  probe: { input: fileSchema, output: pictureFactsSchema },
  /** Reads what other programs wrote beside the pixels; whatever is there, it does not fail for that. @throws storage/* */
  readAccount: { input: fileSchema, output: fileMetadataSchema },
  /** Decodes once; writes the thumbnails and, where needed, the working copy. */
  prepare: { input: prepareSchema, output: pictureFactsSchema },
  /** Decodes a picture in memory (a pasted one) into a PNG file. */
  writePng: { input: z.object({ bytes: bytesSchema, targetPath: pathSchema }), output: pictureFactsSchema },
  /** What a look at it finds; a thumbnail will do. @throws media/*, storage/* */
  describe: { input: fileSchema, output: fingerprintSchema, isBackground: true },
  /** What the local model says a picture is; a thumbnail will do. The model is loaded at the first call. */
  checkSafety: { input: fileSchema, output: safetyCheckSchema },
  readRegion: { input: regionSchema, output: ownBytesSchema },
  /** Where and how much two pictures of the same size differ. */
  heatMap: { input: heatMapSchema, output: z.void() },
  /** How much two pictures differ, whatever their sizes. */
  measureDifference: { input: measureDifferenceSchema, output: measuredDifferenceSchema },
  /** Starts the process and the fill's threads and decodes an image, so that a fill of it need not wait for any of them. */
  warmUpFill: { input: z.object({ ...original, sourcePath: pathSchema }), output: z.void() },
} as const satisfies CallMap
