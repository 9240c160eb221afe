import type { GalleryState } from '../create-gallery-store.ts'

/** What the bar takes of the end of the pictures, CSS pixels; see `bulk-bar.css`. */
export const bulkBarRoomPx = 70

export function isBulkBarShown({ shelf, selected, isViewing }: GalleryState): boolean {
  return shelf === 'library' && selected.size > 1 && !isViewing
}
