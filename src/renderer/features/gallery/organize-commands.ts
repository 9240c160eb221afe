import { colorLabels } from '../../../shared/domain/color-labels.ts'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../client/index.ts'
import type { Command } from '../../lib/command.ts'
import { labelMessages } from './annotations/annotation-messages.ts'
import { showLike } from './create-gallery-store.ts'
import type { OrganizeDialog } from './create-organize.ts'
import { queryToKeep } from './search/query-to-save.ts'
import type { GalleryModel } from './gallery-context.ts'
import { startCollection } from './collections/start-collection.ts'

interface CommandOptions extends Pick<GalleryModel, 'store' | 'actions' | 'organize'> {
  readonly services: Services
  readonly isShown: () => boolean
}

const group = 'Gallery'

/** Commands for search, annotations, and collections. */
export function createOrganizeCommands(options: CommandOptions): readonly Command[] {
  return [
    ...findCommands(options),
    ...annotationCommands(options),
    ...collectCommands(options),
    ...collectionCommands(options),
  ]
}

function findCommands({ store, organize, isShown }: CommandOptions): readonly Command[] {
  const inGrid = () => isShown() && !store.getState().isViewing
  return [
    {
      id: 'gallery.search',
      label: messages.searchImages,
      group,
      isForTyping: true,
      isEnabled: inGrid,
      run: () => {
        const box = document.querySelector<HTMLInputElement>('#gallery-search')
        box?.focus()
        box?.select()
      },
    },
    {
      id: 'gallery.save-search',
      label: messages.saveSearch,
      group,
      isForTyping: true,
      isEnabled: () => inGrid() && store.getState().query !== '',
      run: () => {
        const query = queryToKeep(store.getState(), organize.collections.store.getState().all ?? [])
        organize.store.setState({ dialog: { type: 'save-search', query } })
      },
    },
  ]
}

function annotationCommands({ store, actions, organize, isShown }: CommandOptions): readonly Command[] {
  const { annotations } = organize
  const isEnabled = () => isShown() && store.getState().section === 'library' && actions.chosen().length > 0
  const define = (id: string, label: string, run: Command['run']): Command => {
    return { id: `gallery.${id}`, label, group, isEnabled, run }
  }
  const stars = [messages.clearRating, ...[1, 2, 3, 4, 5].map((count) => messages.rateStars({ stars: count }))]
  return [
    ...stars.map((label, rating) =>
      define(`rate-${rating}`, label, () => annotations.mark(actions.chosen(), { rating })),
    ),
    ...colorLabels.map((label) =>
      define(`label-${label}`, labelMessages[label], () => annotations.toggleLabel(actions.chosen(), label)),
    ),
    define('pick', messages.pick, () => annotations.mark(actions.chosen(), { flag: 'pick' })),
    define('reject', messages.reject, () => annotations.mark(actions.chosen(), { flag: 'reject' })),
    define('unflag', messages.removeFlag, () => annotations.mark(actions.chosen(), { flag: 'none' })),
  ]
}

function collectCommands({ services, store, actions, organize, isShown }: CommandOptions): readonly Command[] {
  const hasChosen = () => isShown() && store.getState().section === 'library' && actions.chosen().length > 0
  const openDialog = (type: 'tag' | 'add-to-collection') => () => {
    const dialog: OrganizeDialog = { type, ids: actions.chosen() }
    organize.store.setState({ dialog })
  }
  return [
    { id: 'gallery.tag', label: messages.tagSelectedImages, group, isEnabled: hasChosen, run: openDialog('tag') },
    {
      id: 'gallery.add-to-collection',
      label: messages.addToCollection,
      group,
      isEnabled: hasChosen,
      run: openDialog('add-to-collection'),
    },
    {
      id: 'gallery.run-plan',
      label: messages.runEditPlan,
      group,
      isEnabled: hasChosen,
      run: () => services.intents.send({ type: 'run-plan', ids: actions.chosen() }),
    },
    {
      id: 'gallery.take-out',
      label: messages.removeFromCollection,
      group,
      isEnabled: () => hasChosen() && shownCollection({ store, organize })?.kind === 'manual',
      run: async () => {
        const collection = shownCollection({ store, organize })
        if (collection !== undefined) await organize.collecting.takeOut(collection, actions.chosen())
      },
    },
    {
      id: 'gallery.similar',
      label: messages.findSimilarImages,
      group,
      isEnabled: () => hasChosen() && actions.chosen().length === 1,
      run: () => {
        const [id] = actions.chosen()
        if (id !== undefined) showLike(store, id)
      },
    },
    {
      id: 'gallery.undo',
      label: messages.undoImageChange,
      group,
      isEnabled: () => isShown() && organize.undo.store.getState().steps.length > 0,
      run: () => organize.undo.undoLast(),
    },
  ]
}

function collectionCommands({ services, store, organize, isShown }: CommandOptions): readonly Command[] {
  const { settings } = services
  const hasCollection = () => isShown() && shownCollection({ store, organize }) !== undefined
  const open = (dialog: OrganizeDialog) => () => organize.store.setState({ dialog })
  return [
    { id: 'gallery.all-tags', label: messages.openAllTags, group, isEnabled: isShown, run: open({ type: 'all-tags' }) },
    {
      id: 'gallery.new-collection',
      label: messages.newCollection,
      group,
      isEnabled: isShown,
      run: () => startCollection({ organize, settings }, 'manual', null),
    },
    {
      id: 'gallery.new-folder',
      label: messages.newCollectionFolder,
      group,
      isEnabled: isShown,
      run: () => startCollection({ organize, settings }, 'folder', null),
    },
    {
      id: 'gallery.new-smart-collection',
      label: messages.newSmartCollection,
      group,
      isEnabled: isShown,
      run: () => organize.store.setState({ dialog: { type: 'save-search', query: store.getState().query } }),
    },
    {
      id: 'gallery.rename-collection',
      label: messages.renameCollection,
      group,
      isEnabled: hasCollection,
      run: () => organize.store.setState({ renamingId: store.getState().collectionId }),
    },
    {
      id: 'gallery.remove-collection',
      label: messages.deleteCollection,
      group,
      isEnabled: hasCollection,
      run: async () => {
        const collection = shownCollection({ store, organize })
        if (collection !== undefined) await organize.collecting.remove(collection)
      },
    },
  ]
}

function shownCollection({ store, organize }: Pick<CommandOptions, 'store' | 'organize'>) {
  const { section, collectionId } = store.getState()
  if (section !== 'library' || collectionId === null) return undefined
  return organize.collections.store.getState().all?.find(({ id }) => id === collectionId)
}
