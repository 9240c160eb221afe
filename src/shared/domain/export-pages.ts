import { z } from 'zod'
import { galleryTitle } from '../messages/en/written-files.ts'
import * as messages from '../messages/en/export.ts'

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

export const defaultSheetOptions: SheetOptions = {
  kind: 'pdf',
  title: '',
  caption: '{name}',
  rows: 5,
  columns: 4,
  page: 'a4',
  isLandscape: false,
}

export const defaultGalleryOptions: WebGalleryOptions = { title: galleryTitle, caption: '{name}', longestSidePx: 1_600 }

/** Browsers struggle with pages of more images. */
export const pageImagesMax = 2_000

const namedMax = 8

/** Returns text for display: the characters may be unreadable here too, so each comes with its code point. */
export function describeMissingCharacters(characters: readonly string[]): string {
  const names = characters.slice(0, namedMax).map((character) => `${character} (${codePoints(character)})`)
  const omittedCount = characters.length - names.length
  const first = names.join(', ')
  const list = omittedCount > 0 ? messages.charactersAndMore({ characters: first, count: omittedCount }) : first
  return messages.charactersMissing({ characters: list, count: characters.length })
}

function codePoints(character: string): string {
  return Array.from(
    character,
    (point) => `U+${point.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ')
}
