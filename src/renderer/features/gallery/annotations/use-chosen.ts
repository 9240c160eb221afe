import { useMemo } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { chosenIds } from '../create-gallery-store.ts'
import { useGalleryState, useGalleryView } from '../gallery-context.ts'

const none: readonly AssetId[] = []

/** Returns the images that commands act on, kept in sync. */
export function useChosen(): readonly AssetId[] {
  const order: IdList = useGalleryView((view) => view.ids) ?? none
  const selected = useGalleryState((state) => state.selected)
  const isViewing = useGalleryState((state) => state.isViewing)
  const cursor = useGalleryState((state) => (state.isViewing ? state.cursor : null))
  return useMemo(
    // Avoids scanning all of a large library at every arrow key press.
    () => (selected.size === 1 && !isViewing ? [...selected] : chosenIds({ selected, cursor, isViewing }, order)),
    [selected, cursor, isViewing, order],
  )
}
