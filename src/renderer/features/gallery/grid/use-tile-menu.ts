import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useAsset, useCover, useServices, useSettings } from '../../../client/index.ts'
import type { MenuEntry } from '../../../ui/menu.tsx'
import { selectAll } from '../create-gallery-store.ts'
import { copyPicture, editElsewhere, programName } from '../elsewhere-actions.ts'
import { useGallery, useGalleryState, useGalleryView } from '../gallery-context.ts'
import { recallEntries } from '../info/recall-actions.tsx'
import { collectEntries } from '../shelves/collect-entries.ts'
import { headOf } from '../view/lay-out-stacks.ts'

/** What can be done with the chosen pictures, for the menu on the tile of one of them. */
export function useTileMenu(tileId: AssetId | null): readonly (readonly MenuEntry[])[] {
  const model = useGallery()
  const { store, actions, family } = model
  const services = useServices()
  const { intents } = services
  const shelf = useGalleryState((state) => state.shelf)
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const withFirst = (run: (id: ReturnType<typeof actions.chosen>[number]) => void) => () => {
    const id = actions.chosen()[0]
    if (id !== undefined) run(id)
  }
  const cover = useCover(tileId)
  const asset = useAsset(tileId)
  const stack = useStackEntry(tileId, report)
  const uncover: readonly MenuEntry[] = cover === null ? [] : [{ label: 'Reveal', run: cover.reveal }]
  const isViewing = useGalleryState((state) => state.isViewing)
  const editor = useSettings((settings) => settings.externalEditor)
  const views: readonly MenuEntry[] = isViewing
    ? []
    : [{ label: 'Full view', command: 'gallery.view', run: () => store.setState({ isViewing: true }) }]
  const copy: MenuEntry = {
    label: 'Copy',
    command: 'gallery.copy',
    isDisabled: actions.chosen().length > 1,
    run: withFirst((id) => void copyPicture(services, id).catch(report)),
  }
  const reveal: MenuEntry = {
    label: 'Show in folder',
    command: 'gallery.reveal',
    run: withFirst((id) => void actions.reveal(id).catch(report)),
  }
  if (shelf === 'trash') {
    return [
      [...uncover, ...views, copy, reveal],
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
        command: 'gallery.open',
        run: withFirst((assetId) => intents.send({ do: 'open-in-studio', assetId })),
      },
      ...uncover,
      ...views,
      ...stack,
      { label: 'Family tree', command: 'gallery.family', run: withFirst((id) => family.show(id)) },
      {
        label: 'Compare',
        command: 'gallery.compare',
        isDisabled: store.getState().selected.size < 2,
        run: () => intents.send({ do: 'compare', ids: actions.chosen() }),
      },
      {
        label: 'Use as a reference',
        run: () => intents.send({ do: 'add-references', ids: actions.chosen() }),
      },
    ],
    collectEntries(model, intents),
    ...(asset ? [recallEntries(asset, intents)] : []).filter((entries) => entries.length > 0),
    [
      {
        label: editor === null ? 'Edit in the system’s program' : `Edit in ${programName(editor)}`,
        command: 'gallery.edit-elsewhere',
        run: withFirst((id) => void editElsewhere(services, id, 'usual').catch(report)),
      },
      {
        label: 'Edit in another program…',
        run: withFirst((id) => void editElsewhere(services, id, 'ask').catch(report)),
      },
    ],
    [
      copy,
      { label: 'Export…', command: 'gallery.export', run: () => intents.send({ do: 'export', ids: actions.chosen() }) },
      reveal,
    ],
    [
      {
        label: 'Move to the trash',
        command: 'gallery.trash',
        isDanger: true,
        run: () => void actions.trash(actions.chosen()).catch(report),
      },
    ],
  ]
}

function useStackEntry(id: AssetId | null, report: (error: unknown) => void): readonly MenuEntry[] {
  const { actions } = useGallery()
  const size = useGalleryView(({ stacks }) => (id === null ? 0 : (stacks.get(id) ?? 0)))
  const isOpen = useGalleryView(({ openStacks }) => id !== null && headOf(openStacks, id) !== null)
  if (id === null || (size === 0 && !isOpen)) return []
  const label = isOpen ? 'Close the stack' : `Open the stack of ${size}`
  return [{ label, command: 'gallery.stack', run: () => void actions.toggleStack(id).catch(report) }]
}

/** For the menu on the space between the pictures. */
export function useShelfMenu(): readonly (readonly MenuEntry[])[] {
  const { store, actions } = useGallery()
  const { intents } = useServices()
  return [
    [
      { label: 'Select all', command: 'gallery.all', run: () => selectAll(store, actions.order()) },
      { label: 'Import pictures…', run: () => intents.send({ do: 'choose-and-open' }) },
    ],
  ]
}
