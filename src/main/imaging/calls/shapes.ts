import { z } from 'zod'
import { rectSchema } from '../../../shared/util/geometry-schema.ts'

/** Shapes that several calls of the imaging process share. */

/** Checked by what it is, not by what is in it: pixels are neither read nor copied. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
/** Bytes that nobody else shares, as they come back. */
export const ownBytesSchema = z.instanceof(Uint8Array<ArrayBuffer>)
export const pathSchema = z.string().min(1)
export const sidePx = z.int().positive()

/** What a picture file holds, read without trusting its name. */
export const pictureFactsSchema = z.object({
  mime: z.string(),
  /** As shown: after the orientation in the file has been applied by the browser's rule. */
  widthPx: sidePx,
  heightPx: sidePx,
  hasAlpha: z.boolean(),
  /** Whether the window can show the file as it is: 8 bit, sRGB, upright, a format Chromium decodes. */
  isShowable: z.boolean(),
})
export type PictureFacts = z.output<typeof pictureFactsSchema>

export const previewSchema = z.object({
  box: rectSchema,
  /** An encoded picture of `box`, possibly smaller than it. */
  bytes: bytesSchema,
  mime: z.string(),
})
export type FillPreview = z.output<typeof previewSchema>

/** What a finished picture is measured against, and how deep it is. */
export const original = {
  /**
   * The library's own file of the source, of which the working copy was made: the result has its bit depth and color
   * profile, and outside of the effective mask its very pixels. Absent = the source file itself.
   */
  originalPath: pathSchema.nullable().exactOptional(),
}
const originalFileSchema = z.object(original)
export type OriginalFile = z.output<typeof originalFileSchema>

/** Both are written whole and synced, or not at all. */
export const targets = {
  /** The result, a PNG of the source's size. */
  resultPath: pathSchema,
  /** The effective mask as an 8-bit gray PNG. */
  effectiveMaskPath: pathSchema,
}

/** How a painted mask becomes the effective one. */
export const edge = { growPx: z.number().nonnegative(), featherPx: z.number().nonnegative() }

export const outcomeSchema = z.object({
  widthPx: sidePx,
  heightPx: sidePx,
  hasAlpha: z.boolean(),
  /** Pixels that differ from the original at its full depth, counted on the result's file as decoded again from disk. */
  changedInside: z.int().nonnegative(),
  changedOutside: z.int().nonnegative(),
})
export type FillOutcome = z.output<typeof outcomeSchema>
