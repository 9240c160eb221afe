import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import type { GalleryLayout } from '../../../shared/domain/settings.ts'
import type { Services } from '../../client/index.ts'
import type { Command } from '../../lib/command.ts'
import { hasChosen, invertSelection, moveCursor, selectAll, selectNone, showView } from './create-gallery-store.ts'
import type { DuplicatesStore } from './duplicates/create-duplicates-store.ts'
import { createExternalEditorCommands } from './external-editor.ts'
import { createFamilyCommands } from './lineage/family-commands.ts'
import type { GalleryModel } from './gallery-context.ts'
import type { GridMove } from './grid/move-in-layout.ts'
import { createOrganizeCommands } from './organize-commands.ts'
import { createViewerCommands } from './viewer/viewer-commands.ts'

interface CommandOptions extends Omit<GalleryModel, 'view' | 'mapOf'> {
  readonly services: Services
  /** Whether the gallery is the current route. */
  readonly isShown: () => boolean
}

const group = 'Gallery'

export function createGalleryCommands(every: CommandOptions): readonly Command[] {
  const isOver = () => every.family.store.getState().of !== null || every.duplicates.store.getState().isOpen
  // While something covers the grid, it receives the keys.
  const options: CommandOptions = { ...every, isShown: () => every.isShown() && !isOver() }
  return [
    ...createFamilyCommands(every),
    ...createDuplicatesCommands(every),
    ...viewCommands(options),
    ...mapCommands(options),
    ...sectionCommands(options),
    ...createViewerCommands(options),
    ...imageCommands(options),
    ...createExternalEditorCommands(options),
    ...moveCommands(options),
    ...createOrganizeCommands(options),
  ]
}

function define(id: string, label: string, isEnabled: () => boolean, run: Command['run']): Command {
  return { id: `gallery.${id}`, label, group, isEnabled, run }
}

function viewCommands({ store, actions, isShown, family }: CommandOptions): readonly Command[] {
  const canView = () => isShown() && !store.getState().isViewing && store.getState().cursor !== null
  // Right after startup only the first images may be loaded.
  const isWhole = () => isShown() && actions.order().at(-1) !== undefined
  return [
    define('view', messages.openViewer, canView, () => store.setState({ isViewing: true })),
    define(
      'family',
      messages.showLineage,
      () => isShown() && store.getState().cursor !== null,
      () => {
        const { cursor } = store.getState()
        if (cursor !== null) family.show(cursor)
      },
    ),
    define('info', messages.toggleInformation, isShown, () => {
      store.setState((state) => ({ isInfoShown: !state.isInfoShown }))
    }),
    define('all', messages.selectAll, isWhole, () => selectAll(store, actions.order())),
    define(
      'none',
      messages.selectNone,
      () => isShown() && !store.getState().isViewing && store.getState().selected.size > 0,
      () => selectNone(store),
    ),
    define('invert', messages.invertSelection, isWhole, () => invertSelection(store, actions.order())),
    define('show-library', messages.showAllImages, isShown, () => showView(store, 'library')),
    define('show-trash', messages.showTrash, isShown, () => showView(store, 'trash')),
  ]
}

function mapCommands({ services, store, actions, isShown }: CommandOptions): readonly Command[] {
  const isOnGrid = () => isShown() && !store.getState().isViewing
  const isOnMap = () => isOnGrid() && store.getState().map !== null
  let former: GalleryLayout = 'grid'
  services.settings.store.subscribe((_current, { gallery }) => {
    if (gallery.layout !== 'map') former = gallery.layout
  })
  const toggle = () => {
    const { layout } = services.settings.store.getState().gallery
    actions.setLayout(layout === 'map' ? former : 'map')
  }
  const zoom = (direction: 1 | -1) => () => store.getState().map?.zoom(direction)
  return [
    define('layout-map', messages.toggleMap, () => isOnGrid() && store.getState().section === 'library', toggle),
    define('map-fit', messages.fitMap, isOnMap, () => store.getState().map?.fit()),
    { ...define('map-zoom-in', messages.mapZoomIn, isOnMap, zoom(1)), canRepeat: true },
    { ...define('map-zoom-out', messages.mapZoomOut, isOnMap, zoom(-1)), canRepeat: true },
  ]
}

/** Commands for sections and layout. */
function sectionCommands({ services, store, actions, isShown }: CommandOptions): readonly Command[] {
  const isOnGrid = () => isShown() && !store.getState().isViewing
  const isStacked = () => services.settings.store.getState().gallery.isStacked
  return [
    define(
      'stack',
      messages.toggleStack,
      () => isOnGrid() && isStacked() && store.getState().cursor !== null,
      async () => {
        const { cursor } = store.getState()
        if (cursor !== null) await actions.toggleStack(cursor)
      },
    ),
    define(
      'stacks',
      messages.toggleStacks,
      () => isOnGrid() && store.getState().map === null,
      () => actions.setStacked(!isStacked()),
    ),
    define('layout-grid', messages.gridView, isOnGrid, () => actions.setLayout('grid')),
    define('layout-justified', messages.justifiedRowsView, isOnGrid, () => actions.setLayout('justified')),
    define('layout-list', messages.listView, isOnGrid, () => actions.setLayout('list')),
  ]
}

function imageCommands({ services, store, actions, isShown }: CommandOptions): readonly Command[] {
  const isChosenIn = (section: 'library' | 'trash') => () =>
    isShown() && store.getState().section === section && hasChosen(store.getState())
  const inLibrary = isChosenIn('library')
  const inTrash = isChosenIn('trash')
  const first = () => actions.chosen()[0]
  return [
    {
      id: 'gallery.open',
      label: messages.openInStudio,
      group,
      isEnabled: inLibrary,
      run: () => {
        const assetId = first()
        if (assetId !== undefined) services.intents.send({ type: 'open-in-studio', assetId })
      },
    },
    {
      id: 'gallery.compare',
      label: messages.compareSelectedImages,
      group,
      isEnabled: () => inLibrary() && !store.getState().isViewing && store.getState().selected.size > 1,
      run: () => services.intents.send({ type: 'compare', ids: actions.chosen() }),
    },
    {
      id: 'gallery.reveal',
      label: messages.showInFolder,
      group,
      isEnabled: () => isShown() && (store.getState().isViewing || store.getState().selected.size === 1),
      run: async () => {
        const id = first()
        if (id !== undefined) await actions.reveal(id)
      },
    },
    {
      id: 'gallery.trash',
      label: messages.moveToTrash,
      group,
      isEnabled: inLibrary,
      run: () => actions.trash(actions.chosen()),
    },
    {
      id: 'gallery.restore',
      label: messages.restoreFromTrash,
      group,
      isEnabled: inTrash,
      run: () => actions.restore(actions.chosen()),
    },
    {
      id: 'gallery.purge',
      label: messages.deletePermanently,
      group,
      isEnabled: inTrash,
      run: () => actions.askToPurge(actions.chosen()),
    },
  ]
}

function moveCommands({ store, actions, isShown }: CommandOptions): readonly Command[] {
  const moves: readonly [move: GridMove, label: string, extendingLabel: string][] = [
    ['left', messages.previousImage, messages.extendLeft],
    ['right', messages.nextImage, messages.extendRight],
    ['up', messages.rowAbove, messages.extendUp],
    ['down', messages.rowBelow, messages.extendDown],
    ['first', messages.firstImage, messages.extendToFirst],
    ['last', messages.lastImage, messages.extendToLast],
    ['page-up', messages.pageUp, messages.extendPageUp],
    ['page-down', messages.pageDown, messages.extendPageDown],
  ]
  const isEnabled = () => isShown() && actions.order().length > 0
  return moves.flatMap(([move, label, extendingLabel]) => [
    {
      id: `gallery.move-${move}`,
      label,
      group,
      isEnabled,
      canRepeat: true,
      run: () => moveCursor(store, move, actions.order(), false),
    },
    {
      id: `gallery.extend-${move}`,
      label: extendingLabel,
      group,
      isEnabled,
      canRepeat: true,
      run: () => moveCursor(store, move, actions.order(), true),
    },
  ])
}

interface DuplicatesCommandOptions {
  readonly duplicates: DuplicatesStore
  readonly isShown: () => boolean
}

function createDuplicatesCommands(options: DuplicatesCommandOptions): readonly Command[] {
  const { duplicates, isShown } = options
  const isOpen = () => duplicates.store.getState().isOpen
  return [
    {
      id: 'gallery.duplicates',
      label: messages.findDuplicates,
      group: 'Gallery',
      isEnabled: () => isShown() && !isOpen(),
      run: () => duplicates.open(),
    },
    {
      id: 'duplicates.close',
      label: messages.closeDuplicates,
      group: 'Gallery',
      isEnabled: () => isShown() && isOpen(),
      run: () => duplicates.close(),
    },
  ]
}
