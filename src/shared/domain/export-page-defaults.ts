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

export const defaultGalleryOptions: WebGalleryOptions = { title: 'Gallery', caption: '{name}', longestSidePx: 1_600 }

/** More would make pages that no browser likes to open. */
export const pagePicturesMax = 2_000
