import type { DragEvent, MouseEvent, PointerEvent, RefObject } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { clickTile, selectOnly } from '../create-gallery-store.ts'
import { useGallery } from '../gallery-context.ts'
import type { GridMenuHandle } from './grid-menu.tsx'

/** Pointer handling for all tiles. */
export function useGridPointer(menu: RefObject<GridMenuHandle | null>) {
  const { store, actions, organize } = useGallery()
  const { isMac, intents } = useServices()
  const keysOf = (event: MouseEvent) => ({
    isRange: event.shiftKey,
    isToggle: isMac ? event.metaKey : event.ctrlKey,
  })
  return {
    onPointerDown(event: PointerEvent) {
      const id = idUnder(event)
      if (event.button !== 0 || id === null || isOnBadge(event)) return
      const keys = keysOf(event)
      // Pressing on the selection may start a drag of all of it: the click is decided on release.
      if (store.getState().selected.has(id) && !keys.isRange && !keys.isToggle) return
      clickTile(store, id, actions.order(), keys)
    },
    onClick(event: MouseEvent) {
      const id = idUnder(event)
      if (id === null) return
      if (isOnBadge(event)) {
        actions.toggleStack(id).catch((error: unknown) => intents.send({ type: 'report', error }))
      } else if (!event.shiftKey && !event.ctrlKey && !event.metaKey) {
        selectOnly(store, id)
      }
    },
    onDoubleClick(event: MouseEvent) {
      const cursor = idUnder(event)
      if (cursor !== null && !isOnBadge(event)) store.setState({ isViewing: true, cursor })
    },
    onDragStart(event: DragEvent) {
      event.preventDefault()
      if (idUnder(event) === null) return
      const ids = actions.chosen()
      organize.store.setState({ dragged: ids })
      actions.startDrag(ids)
    },
    onContextMenu(event: MouseEvent) {
      // Opened by keyboard, it applies to the image at the cursor.
      const id = idUnder(event) ?? (event.button === 2 ? null : store.getState().cursor)
      event.preventDefault()
      if (id !== null && !store.getState().selected.has(id)) selectOnly(store, id)
      menu.current?.open(id, { x: event.clientX, y: event.clientY })
    },
  }
}

function idUnder({ target }: MouseEvent): AssetId | null {
  const tile = (target as Element).closest<HTMLElement>('[data-id]')
  return (tile?.dataset['id'] ?? null) as AssetId | null
}

function isOnBadge({ target }: MouseEvent): boolean {
  return (target as Element).closest('[data-part="stack"]') !== null
}
