import { z } from 'zod'
import { blurredBackgroundSchema, plainBackgroundSchema } from '../../../shared/domain/background.ts'
import { alignmentSchema, blendSettingsSchema, maskVerdictSchema } from '../../../shared/domain/edit.ts'
import { marksSchema } from '../../../shared/domain/markup.ts'
import { imageFormatSchema } from '../../../shared/domain/model-card.ts'
import { rectSchema, sizeSchema } from '../../../shared/util/geometry-schema.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import {
  bytesSchema,
  edge,
  original,
  outcomeSchema,
  ownBytesSchema,
  pathSchema,
  imageFactsSchema,
  fillPreviewSchema,
  sidePx,
  targets,
} from './shapes.ts'

const seed = z.int().min(0).max(0xffffffff)

const fillSchema = z.object({
  ...original,
  ...targets,
  ...edge,
  /** The image in the library (its showable original or its working copy). */
  sourcePath: pathSchema,
  /** White = repaint; exactly the size of the image. Files of others are read by `readMaskFile` first. */
  maskPng: bytesSchema,
  /** Where the fill may copy from, in the format of `maskPng`; null = everywhere outside the mask. */
  samplingPng: bytesSchema.nullable(),
  seed,
  colourAdaptation: z.number().min(0).max(1),
  /** The size of the images that a model takes which fills instead of the engine, by `onInpaint`; null = no model. */
  modelSize: sizeSchema.nullable(),
})
export type FillRequest = z.output<typeof fillSchema>

/** How an image is sent to a service: `crop` is scaled once to `box`, the rest of the frame padded. */
const sentFrame = {
  frame: sizeSchema,
  box: rectSchema,
  /** The part of the image that is sent; absent = all of it. */
  crop: rectSchema.nullable().exactOptional(),
}
const sentFrameSchema = z.object(sentFrame)
export type SentFrame = z.output<typeof sentFrameSchema>

const prepareInputSchema = z.object({
  ...sentFrame,
  /** The image in the library (its showable original or its working copy). */
  sourcePath: pathSchema,
  /** Formats the service accepts, in order of preference. */
  formats: z.array(imageFormatSchema).min(1).readonly(),
  /** Limit for the encoded file. */
  maxBytes: z.int().positive(),
})
export type InputRequest = z.output<typeof prepareInputSchema>

const prepareMarkedSchema = prepareInputSchema.extend({
  /** In pixels of the image. */
  marks: marksSchema,
})
export type MarkedInputRequest = z.output<typeof prepareMarkedSchema>

const encodeMaskSchema = z.object({
  ...sentFrame,
  ...edge,
  /** As painted: white = repaint. */
  maskPng: bytesSchema,
  /** Size of the image the mask belongs to. */
  size: sizeSchema,
  /**
   * Margin around the effective mask, in pixels of the frame: a model repaints up to the mask's border and no further.
   */
  marginPx: z.number().nonnegative().exactOptional(),
  /**
   * How the file encodes "repaint here": white, black, or transparent. `alpha` is for display, not for a model: as
   * opaque as the effective mask is strong, including its soft edge.
   */
  polarity: z.enum(['white', 'black', 'transparent', 'alpha']),
})
export type MaskRequest = z.output<typeof encodeMaskSchema>

const maskFileSchema = z.object({
  bytes: bytesSchema,
  /** For messages. */
  name: z.string(),
})
export type MaskFileRequest = z.output<typeof maskFileSchema>

const readMaskFileSchema = z.object({
  /** White = repaint, upright. A file that is so already keeps its bytes. */
  maskPng: ownBytesSchema,
  extent: z.enum(['nothing', 'part', 'everything']),
})
export type ReadMaskFile = z.output<typeof readMaskFileSchema>

/** Request for the extent of a mask's paint. */
const measureMaskSchema = z.object({ maskPng: bytesSchema, size: sizeSchema })
export type MeasureMaskRequest = z.output<typeof measureMaskSchema>

const fitMaskSchema = z.object({
  maskPng: bytesSchema,
  /** Of the image that it is for. */
  size: sizeSchema,
  /** Black becomes white. */
  isInverted: z.boolean(),
})
export type FitMaskRequest = z.output<typeof fitMaskSchema>

const fittedMaskSchema = z.object({
  /** 8-bit gray, of the image's size. */
  png: ownBytesSchema,
  /** Its own size. */
  given: sizeSchema,
  /** Around all painted pixels; null = there are none. */
  bounds: rectSchema.nullable(),
})
export type FittedMask = z.output<typeof fittedMaskSchema>

const expandMaskSchema = z.object({
  /** null = nothing was painted. */
  maskPng: bytesSchema.nullable(),
  /** Size of the image before it is expanded. */
  size: sizeSchema,
  /** In source pixels. */
  frame: rectSchema,
})
export type ExpandMaskRequest = z.output<typeof expandMaskSchema>

/** An image in memory, encoded in a format the service accepts. */
const encodedImageSchema = z.object({
  bytes: ownBytesSchema,
  mime: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  widthPx: sidePx,
  heightPx: sidePx,
})
export type EncodedImage = z.output<typeof encodedImageSchema>

const markedImagesSchema = z.object({ clean: encodedImageSchema, marked: encodedImageSchema })
export type MarkedInput = z.output<typeof markedImagesSchema>

/** Facts about a service's response that decide how it is handled. */
const responseFactsSchema = imageFactsSchema.extend({
  /** Every pixel is black, which is how some services refuse a request. */
  isBlack: z.boolean(),
})
export type ResponseFacts = z.output<typeof responseFactsSchema>

const blendSchema = z.object({
  ...sentFrame,
  ...edge,
  ...original,
  sourcePath: pathSchema,
  /** The service's response as received: an image of the whole frame, of any size. */
  answerPath: pathSchema,
  maskPng: bytesSchema,
  blend: blendSettingsSchema,
})
export type BlendRequest = z.output<typeof blendSchema>

const compositeSchema = blendSchema.extend(targets)
export type CompositeRequest = z.output<typeof compositeSchema>

const maskCount = { insidePx: z.int().nonnegative(), outsidePx: z.int().nonnegative() }

/** Measurements from compositing a response. */
const blendFactsSchema = z.object({
  /** null if alignment was not requested. */
  alignment: alignmentSchema.nullable(),
  maskVerdict: maskVerdictSchema,
  ...maskCount,
})
export type BlendFacts = z.output<typeof blendFactsSchema>

/** `refused`: the response does not fit the surroundings of the mask; nothing was written. */
const compositeOutcomeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pasted'), ...outcomeSchema.shape, ...blendFactsSchema.shape }),
  z.object({ type: z.literal('refused'), ...blendFactsSchema.shape }),
])
export type CompositeOutcome = z.output<typeof compositeOutcomeSchema>

const mergeSchema = z.object({
  ...edge,
  ...original,
  ...targets,
  sourcePath: pathSchema,
  /** An image of the source's size; the part under the mask is copied from it unchanged. */
  fromPath: pathSchema,
  maskPng: bytesSchema,
})
export type MergeRequest = z.output<typeof mergeSchema>

const mergePartsSchema = z.object({
  ...original,
  ...targets,
  sourcePath: pathSchema,
  /** In order: where the parts of two overlap, the later one is visible. */
  parts: z
    .array(z.object({ ...edge, fromPath: pathSchema, maskPng: bytesSchema }))
    .min(1)
    .readonly(),
})
export type MergePartsRequest = z.output<typeof mergePartsSchema>

/** An image with a different extent: source pixels inside `frame` are kept exactly, the rest is new. */
const reframeSchema = z.object({
  ...targets,
  originalPath: pathSchema,
  /** In source pixels; must intersect the image. */
  frame: rectSchema,
  /** How new areas are generated: `fill` by the content-aware fill. A crop has no new areas. */
  seed,
})
export type ReframeRequest = z.output<typeof reframeSchema>

/** How opaque the subject of an image is, as a model for background removal returns it. */
const matteSchema = z.object({ opacity: bytesSchema, widthPx: sidePx, heightPx: sidePx })

const filledBackgroundSchema = z.discriminatedUnion('type', [
  plainBackgroundSchema,
  blurredBackgroundSchema,
  z.object({ type: z.literal('image'), path: pathSchema }),
])

const cutOutSchema = z.object({
  originalPath: pathSchema,
  /** Of any size: it is stretched over the image. */
  matte: matteSchema,
  /** Whether a matte smaller than the image follows the image's own edges. */
  refinesEdges: z.boolean(),
  /** `subject`: the image without its background. `mask`: an 8-bit gray PNG, white where the subject is. */
  content: z.enum(['subject', 'mask']),
  /** null = transparent. */
  background: filledBackgroundSchema.nullable(),
  /** A PNG, written atomically and synced. */
  resultPath: pathSchema,
})
export type CutOutRequest = z.output<typeof cutOutSchema>

/** `onProgress`: a fraction from 0 to 1. */
const fillCallbacks = { onProgress: { input: z.number() }, onPreview: { input: fillPreviewSchema } }

/** A part of the image as the model takes it: 8-bit RGB of its size, and its hole, above 0. */
const modelInputSchema = z.object({ rgb: bytesSchema, hole: bytesSchema })
export type InpaintInput = z.output<typeof modelInputSchema>

/** Calls that make images from images, and that prepare what is sent to services. */
export const editCalls = {
  fill: {
    input: fillSchema,
    output: outcomeSchema,
    /** `onInpaint` fills the hole: 8-bit RGB of the same size. */
    callbacks: { ...fillCallbacks, onInpaint: { input: modelInputSchema, output: ownBytesSchema } },
  },
  /**
   * Encodes an image for sending, on white where transparent. @throws media/too-large if no allowed encoding is small
   * enough
   */
  prepareInput: { input: prepareInputSchema, output: encodedImageSchema },
  /** Prepares an image once as it is and once with marks over it. @throws like prepareInput */
  prepareMarked: { input: prepareMarkedSchema, output: markedImagesSchema },
  /** Returns a gray PNG of the image's size, a bit per pixel: white where a mark touches it, with a margin. */
  drawMarkupMask: { input: z.object({ marks: marksSchema, size: sizeSchema }), output: ownBytesSchema },
  /**
   * Encodes the mask for sending, a PNG of the frame's size: everything the effective mask touches is to be repainted.
   */
  encodeMask: { input: encodeMaskSchema, output: encodedImageSchema },
  /**
   * Reads a mask file of any kind, as every file that is given as a mask must be: turned as its EXIF says, by its brightness,
   * or by its transparency where that says where to edit. @throws request/invalid if it leaves open where to edit, media/*
   */
  readMaskFile: { input: maskFileSchema, output: readMaskFileSchema },
  /** Returns the bounding box of all painted pixels; null if there are none. @throws request/invalid */
  measureMask: { input: measureMaskSchema, output: rectSchema.nullable() },
  /**
   * Scales a mask to an image of the same shape. @throws request/invalid if width and height are in another proportion,
   * media/*
   */
  fitMask: { input: fitMaskSchema, output: fittedMaskSchema },
  /** Returns the mask of an expanded image: everything new plus what was painted. */
  expandMask: { input: expandMaskSchema, output: ownBytesSchema },
  /**
   * Inspects a service's response without fully decoding it. @throws media/undecodable, media/unsupported,
   * media/too-large
   */
  inspectAnswer: { input: z.object({ path: pathSchema }), output: responseFactsSchema },
  /** Composites the response into the source under the effective mask; measures what changed. */
  compositeAnswer: { input: compositeSchema, output: compositeOutcomeSchema },
  /** Returns a fast, coarse version of the same blend: an encoded image of the part that changes. */
  previewBlend: { input: blendSchema.extend({ longestSidePx: sidePx }), output: fillPreviewSchema },
  mergePart: { input: mergeSchema, output: outcomeSchema.extend(maskCount) },
  /**
   * Copies from each image everything its effective mask touches, exactly, soft edges included: for edits of one image
   * that already are composited into it. Counts what changed in the union of the masks, and outside.
   */
  mergeParts: { input: mergePartsSchema, output: outcomeSchema.extend(maskCount) },
  /** @throws fill/nothing-to-copy */
  reframe: { input: reframeSchema, output: outcomeSchema, callbacks: fillCallbacks },
  /**
   * Removes or replaces the background. Colors of the subject keep their exact values, except where they are mixed with
   * the background's. @throws media/*, storage/*
   */
  cutOut: { input: cutOutSchema, output: sizeSchema },
} as const satisfies CallMap
