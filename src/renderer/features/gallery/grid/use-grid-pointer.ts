import type { DragEvent, MouseEvent, PointerEvent, RefObject } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { clickTile, selectOnly } from '../create-gallery-store.ts'
import { useGallery } from '../gallery-context.ts'
import type { GridMenuHandle } from './grid-menu.tsx'

/** What the pointer does on the tiles, once for all of them. */
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
      // A press on the selection may begin a drag of all of it: the click decides when the button comes up.
      if (store.getState().selected.has(id) && !keys.isRange && !keys.isToggle) return
      clickTile(store, id, actions.order(), keys)
    },
    onClick(event: MouseEvent) {
      const id = idUnder(event)
      if (id === null) return
      if (isOnBadge(event)) {
        actions.toggleStack(id).catch((error: unknown) => intents.send({ do: 'report', error }))
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
      // From the keyboard it is meant for the picture that the keys are on.
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
