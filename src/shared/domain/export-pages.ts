import { z } from 'zod'

const titleSchema = z.string().max(200)
/** Caption under each image, with the tokens of a file name; empty = none. */
const captionSchema = z.string().max(200)

export const sheetPages = ['a4', 'a3', 'letter'] as const

/** A contact sheet: many small images on pages. */
export const sheetOptionsSchema = z.object({
  kind: z.enum(['pdf', 'png']),
  title: titleSchema,
  caption: captionSchema,
  rows: z.int().min(1).max(20),
  columns: z.int().min(1).max(20),
  page: z.enum(sheetPages),
  isLandscape: z.boolean(),
})
export type SheetOptions = z.output<typeof sheetOptionsSchema>

/** A folder with images and one page that shows them, without external resources. */
export const webGalleryOptionsSchema = z.object({
  title: titleSchema.min(1),
  caption: captionSchema,
  longestSidePx: z.int().min(200).max(8_000),
})
export type WebGalleryOptions = z.output<typeof webGalleryOptionsSchema>
