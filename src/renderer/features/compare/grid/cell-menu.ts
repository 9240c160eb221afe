import { useStore } from 'zustand'
import type { GridId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useServices } from '../../../client/index.ts'
import type { MenuEntry } from '../../../ui/menu.tsx'
import { canMake, lookOf, type GridStore } from './create-grid-store.ts'

interface CellActions {
  readonly open: (cell: number) => void
  readonly make: (cells: readonly number[]) => void
}

/** Entries of the menu of the selected cell. */
export function useCellMenu(
  id: GridId,
  grid: GridStore,
  cell: number | null,
  { open, make }: CellActions,
): readonly (readonly MenuEntry[])[] {
  const { client, intents } = useServices()
  const state = useStore(grid.store, ({ cells }) => (cell === null ? undefined : cells.get(cell)))
  if (cell === null) return []
  const look = lookOf(state)
  const image = look === 'done' ? (state?.job?.resultId ?? null) : null
  if (image !== null) {
    return [
      [
        { label: messages.view, run: () => open(cell) },
        {
          label: messages.openInStudio,
          command: 'compare.open',
          run: () => intents.send({ type: 'open-in-studio', assetId: image }),
        },
        { label: messages.showInGallery, run: () => intents.send({ type: 'show-in-gallery', assetId: image }) },
      ],
      [{ label: messages.recallSettings, run: () => intents.send({ type: 'recall', assetId: image, part: 'all' }) }],
    ]
  }
  if (look === 'waiting') {
    const stop = () =>
      void client
        .call('grids.stop', { id, cells: [cell] })
        .catch((error: unknown) => intents.send({ type: 'report', error }))
    return [[{ label: messages.stop, run: stop }]]
  }
  return canMake(state) ? [[{ label: messages.make, run: () => make([cell]) }]] : []
}
