import type { GalleryState } from '../create-gallery-store.ts'

/** Space the bar takes up at the end of the grid, CSS pixels; see `bulk-bar.css`. */
export const bulkBarRoomPx = 70

export function isBulkBarShown({ section, selected, isViewing }: GalleryState): boolean {
  return section === 'library' && selected.size > 1 && !isViewing
}
