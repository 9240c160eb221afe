import { z } from 'zod'
import { alignmentSchema, blendSettingsSchema, maskVerdictSchema } from '../../../shared/domain/edit.ts'
import { pictureFormatSchema } from '../../../shared/domain/model-card.ts'
import { rectSchema, sizeSchema } from '../../../shared/util/geometry-schema.ts'
import type { CallMap } from '../../platform/pure/call-map.ts'
import {
  bytesSchema,
  edge,
  original,
  outcomeSchema,
  ownBytesSchema,
  pathSchema,
  pictureFactsSchema,
  previewSchema,
  sidePx,
  targets,
} from './shapes.ts'

const seed = z.int().min(0).max(0xffffffff)

const fillSchema = z.object({
  ...original,
  ...targets,
  ...edge,
  /** The picture as it is in the library (its showable original or its working copy). */
  sourcePath: pathSchema,
  /**
   * White = repaint; the picture's size exactly. Any picture Atelier opens will do: gray counts as it is, of colors the
   * luma counts, transparency and orientation tags are ignored.
   */
  maskPng: bytesSchema,
  /** Where the fill may copy from, as `maskPng`; null = everywhere but the mask. */
  samplingPng: bytesSchema.nullable(),
  seed,
  colourAdaptation: z.number().min(0).max(1),
})
export type FillRequest = z.output<typeof fillSchema>

/** How a picture is sent to a service: `crop` is scaled once to `box`, the rest of the frame padded. */
const sentFrame = {
  frame: sizeSchema,
  box: rectSchema,
  /** The part of the picture that is sent; absent = all of it. */
  crop: rectSchema.nullable().exactOptional(),
}
const sentFrameSchema = z.object(sentFrame)
export type SentFrame = z.output<typeof sentFrameSchema>

const prepareInputSchema = z.object({
  ...sentFrame,
  /** The picture as it is in the library (its showable original or its working copy). */
  sourcePath: pathSchema,
  /** What the service takes, in its order of preference. */
  formats: z.array(pictureFormatSchema).min(1).readonly(),
  /** Of the encoded file. */
  maxBytes: z.int().positive(),
})
export type InputRequest = z.output<typeof prepareInputSchema>

const encodeMaskSchema = z.object({
  ...sentFrame,
  ...edge,
  /** As painted: white = repaint. */
  maskPng: bytesSchema,
  /** Of the picture the mask is for. */
  size: sizeSchema,
  /** Beyond the effective mask, pixels of the frame: a model repaints to the border of what it is told, and not beyond. */
  marginPx: z.number().nonnegative().exactOptional(),
  /**
   * What says "repaint here" in the file: white, black, or transparent. `alpha`: not for a model but for the eye, as
   * opaque as the effective mask is strong, its soft edge too.
   */
  polarity: z.enum(['white', 'black', 'transparent', 'alpha']),
})
export type MaskRequest = z.output<typeof encodeMaskSchema>

/** How far the paint of a mask reaches. */
const measureMaskSchema = z.object({ maskPng: bytesSchema, size: sizeSchema })
export type MeasureMaskRequest = z.output<typeof measureMaskSchema>

const expandMaskSchema = z.object({
  /** null = nothing was painted. */
  maskPng: bytesSchema.nullable(),
  /** Of the picture before it is expanded. */
  size: sizeSchema,
  /** In the source's pixels. */
  frame: rectSchema,
})
export type ExpandMaskRequest = z.output<typeof expandMaskSchema>

/** A picture in memory, encoded as a service takes it. */
const encodedPictureSchema = z.object({
  bytes: ownBytesSchema,
  mime: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  widthPx: sidePx,
  heightPx: sidePx,
})
export type EncodedPicture = z.output<typeof encodedPictureSchema>

/** What came back from a service, as far as it decides what becomes of it. */
const responseFactsSchema = pictureFactsSchema.extend({
  /** Every pixel is the same, black: the way some services refuse. */
  isBlack: z.boolean(),
})
export type ResponseFacts = z.output<typeof responseFactsSchema>

const blendSchema = z.object({
  ...sentFrame,
  ...edge,
  ...original,
  sourcePath: pathSchema,
  /** The service's answer as it came: a picture of the whole frame, of any size. */
  answerPath: pathSchema,
  maskPng: bytesSchema,
  blend: blendSettingsSchema,
})
export type BlendRequest = z.output<typeof blendSchema>

const compositeSchema = blendSchema.extend(targets)
export type CompositeRequest = z.output<typeof compositeSchema>

const maskCount = { insidePx: z.int().nonnegative(), outsidePx: z.int().nonnegative() }

/** What was measured where an answer was laid in. */
const blendFactsSchema = z.object({
  /** null where no alignment was asked for. */
  alignment: alignmentSchema.nullable(),
  maskVerdict: maskVerdictSchema,
  ...maskCount,
})
export type BlendFacts = z.output<typeof blendFactsSchema>

/** `refused`: the answer does not fit what surrounds the mask. Nothing was written. */
const compositeOutcomeSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('pasted'), ...outcomeSchema.shape, ...blendFactsSchema.shape }),
  z.object({ is: z.literal('refused'), ...blendFactsSchema.shape }),
])
export type CompositeOutcome = z.output<typeof compositeOutcomeSchema>

const mergeSchema = z.object({
  ...edge,
  ...original,
  ...targets,
  sourcePath: pathSchema,
  /** A picture of the source's size that the part under the mask is taken from, as it is. */
  fromPath: pathSchema,
  maskPng: bytesSchema,
})
export type MergeRequest = z.output<typeof mergeSchema>

/** A picture of another extent: what of the source lies in `frame` keeps its very pixels, the rest is new. */
const reframeSchema = z.object({
  ...targets,
  originalPath: pathSchema,
  /** In the source's pixels; must meet the picture. */
  frame: rectSchema,
  /** How what is new is made: `fill` by the content-aware fill. A crop has nothing new. */
  seed,
})
export type ReframeRequest = z.output<typeof reframeSchema>

/** `onProgress`: a fraction of 1. */
const fillCallbacks = { onProgress: { input: z.number() }, onPreview: { input: previewSchema } }

/** Making pictures of pictures, and what services are sent for that. */
export const editCalls = {
  fill: { input: fillSchema, output: outcomeSchema, callbacks: fillCallbacks },
  /** A picture as it is sent, what is transparent made white. @throws media/too-large where no allowed encoding is small enough */
  prepareInput: { input: prepareInputSchema, output: encodedPictureSchema },
  /** The mask as it is sent, a PNG of the frame's size: everywhere the effective mask reaches is to be repainted. */
  encodeMask: { input: encodeMaskSchema, output: encodedPictureSchema },
  /** The smallest rectangle around every painted pixel; null where there is none. @throws request/invalid */
  measureMask: { input: measureMaskSchema, output: rectSchema.nullable() },
  /** The mask of an expanded picture: all that is new, and what was painted. */
  expandMask: { input: expandMaskSchema, output: ownBytesSchema },
  /** Judges a service's answer without decoding all of it. @throws media/undecodable, media/unsupported, media/too-large */
  inspectAnswer: { input: z.object({ path: pathSchema }), output: responseFactsSchema },
  /** Lays the answer into the source where the effective mask is; measures what changed. */
  compositeAnswer: { input: compositeSchema, output: compositeOutcomeSchema },
  /** The same blend, coarse and at once: an encoded picture of the part that changes. */
  previewBlend: { input: blendSchema.extend({ longestSidePx: sidePx }), output: previewSchema },
  mergePart: { input: mergeSchema, output: outcomeSchema.extend(maskCount) },
  /** @throws fill/nothing-to-copy */
  reframe: { input: reframeSchema, output: outcomeSchema, callbacks: fillCallbacks },
} as const satisfies CallMap
