import { z } from 'zod'
import { assetIdSchema } from './ids.ts'

/** Limits of a blurred background: standard deviation in percent of the image's longer side. */
export const blurPercentMin = 0.1
export const blurPercentMax = 10
export const usualBlurPercent = 1.5

/** As in CSS: `#rrggbb`, sRGB. */
export const plainBackgroundSchema = z.object({
  type: z.literal('color'),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
})
/** The image's own background, without the subject. */
export const blurredBackgroundSchema = z.object({
  type: z.literal('blur'),
  radiusPercent: z.number().min(blurPercentMin).max(blurPercentMax),
})

/** What is put behind the subject of an image. */
export const backgroundSchema = z.discriminatedUnion('type', [
  plainBackgroundSchema,
  blurredBackgroundSchema,
  /** Scaled to cover the image, centered. */
  z.object({ type: z.literal('image'), id: assetIdSchema }),
])
export type Background = z.output<typeof backgroundSchema>

/** What a recipe keeps of it; an image is its `takenFromId`. */
export const recordedBackgroundSchema = z.discriminatedUnion('type', [
  plainBackgroundSchema,
  blurredBackgroundSchema,
  z.object({ type: z.literal('image') }),
])
