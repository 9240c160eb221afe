import type { SortOrder } from '../../../shared/domain/catalogue.ts'
import type { AssetId, CollectionId } from '../../../shared/domain/ids.ts'
import type { GalleryLayout, Settings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../client/index.ts'
import type { IdList } from '../../lib/id-list.ts'
import {
  chosenIds,
  foldInto,
  selectOnly,
  showScope,
  showView,
  type GalleryState,
  type GalleryStore,
} from './create-gallery-store.ts'
import type { UndoStack } from './create-undo-stack.ts'
import { headOf } from './view/lay-out-stacks.ts'
import type { GalleryViewStore } from './view/create-gallery-view.ts'

type Ids = readonly AssetId[]

export interface GalleryActions extends ViewActions {
  /** The images shown, in order. */
  order(): IdList
  chosen(): Ids
  trash(ids: Ids): Promise<void>
  restore(ids: Ids): Promise<void>
  askToPurge(ids: Ids): void
  purge(): Promise<void>
  reveal(id: AssetId): Promise<void>
  startDrag(ids: Ids): void
}

/** What is shown, and how. */
interface ViewActions {
  /** Shows a whole section: no collection, no query. */
  setSection(section: GalleryState['section']): void
  /** Null = everything. The query stays. */
  setCollection(id: CollectionId | null): void
  setQuery(text: string): void
  setSort(sort: SortOrder): void
  setStacked(isStacked: boolean): void
  setLayout(layout: GalleryLayout): void
  /** Expands the stack that an image covers or belongs to, or collapses it. */
  toggleStack(id: AssetId): Promise<void>
  /** Shows everything with this image selected; expands its stack if it is not the cover. */
  show(id: AssetId): Promise<void>
}

/** API limit of 10,000 ids per call. */
const maxIds = 10_000

export function createGalleryActions(
  services: Services,
  store: GalleryStore,
  view: GalleryViewStore,
  undo: UndoStack,
): GalleryActions {
  const { client, intents } = services
  const order = (): IdList => view.store.getState().ids ?? []

  async function inBatches(name: 'library.trash' | 'library.restore' | 'library.purge', ids: Ids): Promise<void> {
    for (let at = 0; at < ids.length; at += maxIds) await client.call(name, { ids: ids.slice(at, at + maxIds) })
  }

  async function trash(ids: Ids): Promise<void> {
    if (ids.length === 0) return
    await inBatches('library.trash', ids)
    const text = ids.length === 1 ? messages.movedToTrash : messages.movedImagesToTrash({ count: ids.length })
    undo.pushStep({ message: text, undo: () => inBatches('library.restore', ids) })
  }

  return {
    ...createViewActions(services, store, view),
    order,
    chosen: () => chosenIds(store.getState(), order()),
    trash,
    async restore(ids) {
      if (ids.length === 0) return
      await inBatches('library.restore', ids)
      const text = ids.length === 1 ? messages.restored : messages.restoredImages({ count: ids.length })
      undo.pushStep({ message: text, undo: () => inBatches('library.trash', ids) })
    },
    askToPurge: (ids) => store.setState({ toPurge: ids.length > 0 ? ids : null }),
    async purge() {
      const ids = store.getState().toPurge ?? []
      await inBatches('library.purge', ids)
      store.setState({ toPurge: null })
    },
    reveal: (id) => client.call('library.reveal', { id }),
    startDrag(ids) {
      client.call('library.startDrag', { ids: ids.slice(0, 100) }).catch((error: unknown) => {
        intents.send({ type: 'report', error })
      })
    },
  }
}

function createViewActions({ settings }: Services, store: GalleryStore, view: GalleryViewStore): ViewActions {
  const remember = (change: Partial<Settings['gallery']>) =>
    settings.change({ gallery: { ...settings.store.getState().gallery, ...change } })
  return {
    setSection: (section) => showView(store, section),
    setCollection: (collectionId) => showScope(store, { section: 'library', collectionId }),
    setQuery: (text) => showScope(store, { query: text.trim() }),
    setSort: (sort) => remember({ sort }),
    setStacked: (isStacked) => remember({ isStacked }),
    setLayout: (layout) => remember({ layout }),
    async toggleStack(id) {
      const head = headOf(view.store.getState().openStacks, id)
      if (head !== null) {
        // Cursor first: it must not be left on a hidden image.
        foldInto(store, head, view.store.getState().openStacks.get(head) ?? [])
        view.closeStack(head)
      } else if (view.store.getState().stacks.has(id)) {
        await view.openStack(id)
      }
    },
    async show(id) {
      showView(store, 'library')
      selectOnly(store, id)
      if (!settings.store.getState().gallery.isStacked) return
      await view.load()
      if ((view.store.getState().ids?.indexOf(id) ?? -1) >= 0) return
      await view.openStack(id)
      selectOnly(store, id)
    },
  }
}
