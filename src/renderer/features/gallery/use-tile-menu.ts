import { useServices } from '../../client/index.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { useGallery, useGalleryState } from './gallery-context.ts'

/** What can be done with the chosen pictures, for the menu on a tile. */
export function useTileMenu(): readonly (readonly MenuEntry[])[] {
  const { store, actions } = useGallery()
  const { intents } = useServices()
  const shelf = useGalleryState((state) => state.shelf)
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const withFirst = (run: (id: ReturnType<typeof actions.chosen>[number]) => void) => () => {
    const id = actions.chosen()[0]
    if (id !== undefined) run(id)
  }
  const view: MenuEntry = { label: 'Full view', binding: 'Space', run: () => store.setState({ isViewing: true }) }
  const reveal: MenuEntry = {
    label: 'Show in folder',
    binding: 'Mod+Shift+R',
    run: withFirst((id) => void actions.reveal(id).catch(report)),
  }
  if (shelf === 'trash') {
    return [
      [view, reveal],
      [
        { label: 'Bring back', run: () => void actions.restore(actions.chosen()).catch(report) },
        { label: 'Delete for good…', isDanger: true, run: () => actions.askToPurge(actions.chosen()) },
      ],
    ]
  }
  return [
    [
      {
        label: 'Open in Studio',
        binding: 'Mod+Enter',
        run: withFirst((assetId) => intents.send({ do: 'open-in-studio', assetId })),
      },
      view,
      {
        label: 'Use as a reference',
        run: () => intents.send({ do: 'add-references', ids: actions.chosen() }),
      },
    ],
    [{ label: 'Export…', binding: 'E', run: () => intents.send({ do: 'export', ids: actions.chosen() }) }, reveal],
    [
      {
        label: 'Move to the trash',
        binding: 'Delete',
        isDanger: true,
        run: () => void actions.trash(actions.chosen()).catch(report),
      },
    ],
  ]
}
