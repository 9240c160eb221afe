import { galleryTitle } from '../messages/en/written-files.ts'
import type { SheetOptions, WebGalleryOptions } from './export-pages.ts'

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
