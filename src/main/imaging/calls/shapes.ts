import { z } from 'zod'
import { rectSchema } from '../../../shared/util/geometry-schema.ts'

/** Schemas shared by several calls of the imaging process. */

/** Checks only the type, not the content: pixels are neither read nor copied. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
/** Bytes with a buffer of their own, not shared, as returned by calls. */
export const ownBytesSchema = z.instanceof(Uint8Array<ArrayBuffer>)
export const pathSchema = z.string().min(1)
export const sidePx = z.int().positive()

/** Facts about an image file, determined without trusting its name. */
export const imageFactsSchema = z.object({
  mime: z.string(),
  /** As shown: after applying the file's orientation by the browser's rule. */
  widthPx: sidePx,
  heightPx: sidePx,
  hasAlpha: z.boolean(),
  /** Whether the window can show the file directly: 8-bit, sRGB, upright, in a format Chromium decodes. */
  isShowable: z.boolean(),
})
export type ImageFacts = z.output<typeof imageFactsSchema>

export const fillPreviewSchema = z.object({
  box: rectSchema,
  /** An encoded image of `box`, possibly smaller than the box. */
  bytes: bytesSchema,
  mime: z.string(),
})
export type FillPreview = z.output<typeof fillPreviewSchema>

/** What a finished image is compared against, and the source of its bit depth. */
export const original = {
  /**
   * The library's file of the source from which the working copy was made: the result keeps its bit depth, its color
   * profile and, outside the effective mask, its exact pixels. Absent = the source file itself.
   */
  originalPath: pathSchema.nullable().exactOptional(),
}
const originalFileSchema = z.object(original)
export type OriginalFile = z.output<typeof originalFileSchema>

/** Both files are written atomically and synced. */
export const targets = {
  /** The result, a PNG of the source's size. */
  resultPath: pathSchema,
  /** The effective mask as an 8-bit gray PNG. */
  effectiveMaskPath: pathSchema,
}

/** How a painted mask becomes the effective mask. */
export const edge = { growPx: z.number().nonnegative(), featherPx: z.number().nonnegative() }

export const outcomeSchema = z.object({
  widthPx: sidePx,
  heightPx: sidePx,
  hasAlpha: z.boolean(),
  /** Pixels that differ from the original at its full depth, counted on the result decoded again from disk. */
  changedInside: z.int().nonnegative(),
  changedOutside: z.int().nonnegative(),
})
export type FillOutcome = z.output<typeof outcomeSchema>
