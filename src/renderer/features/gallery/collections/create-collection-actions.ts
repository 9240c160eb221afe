import type { Collection } from '../../../../shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-commands.ts'
import type { Client } from '../../../client/index.ts'
import type { UndoStack } from '../create-undo-stack.ts'
import type { CollectionsStore } from './create-collections-store.ts'
import { isWithin, placeForDrop, type DropPlace } from './place-in-tree.ts'

type Ids = readonly AssetId[]
type CollectionDraft = Pick<Collection, 'parentId' | 'name' | 'kind' | 'query'>

export interface CollectionActions {
  create(draft: CollectionDraft): Promise<Collection>
  rename(collection: Collection, name: string): Promise<void>
  changeQuery(collection: Collection, query: string): Promise<void>
  move(collection: Collection, target: Collection, place: DropPlace): Promise<void>
  /** Moves it out of its parent, to the end of the top level. */
  moveToTop(collection: Collection): Promise<void>
  /** Removes nested collections too; their images stay in the library. */
  remove(collection: Collection): Promise<void>
  add(collection: Collection, ids: Ids): Promise<void>
  takeOut(collection: Collection, ids: Ids): Promise<void>
}

interface Parts {
  readonly client: Client
  readonly collections: CollectionsStore
  readonly undo: UndoStack
  /** Called when the collection being shown may have been removed. */
  readonly onRemoved: (isGone: (id: CollectionId) => boolean) => void
}

type Change = Partial<Pick<Collection, 'name' | 'parentId' | 'position'>> & { readonly query?: string }

export function createCollectionActions(parts: Parts): CollectionActions {
  const { client, collections, undo } = parts
  const all = () => collections.store.getState().all ?? []

  /** Applies a change and offers the undo. */
  async function save(collection: Collection, change: Change, back: Change, message: string): Promise<void> {
    const { id } = collection
    await client.call('collections.change', { id, ...change })
    await collections.load()
    undo.push({ message, undo: async () => void (await client.call('collections.change', { id, ...back })) })
  }

  return {
    ...createMembership(parts),
    async create(draft) {
      const created = await client.call('collections.create', draft)
      await collections.load()
      return created
    },
    async rename(collection, name) {
      const nextName = name.trim()
      if (nextName === '' || nextName === collection.name) return
      await save(collection, { name: nextName }, { name: collection.name }, messages.renamedTo({ name: nextName }))
    },
    changeQuery: (collection, query) =>
      save(collection, { query }, { query: collection.query ?? '' }, messages.changedSearch({ name: collection.name })),
    async move(collection, target, place) {
      const dropTarget = placeForDrop(all(), collection.id, target, place)
      const { parentId, position } = collection
      if (dropTarget !== null)
        await save(collection, dropTarget, { parentId, position }, messages.movedCollection({ name: collection.name }))
    },
    async moveToTop(collection) {
      const { parentId, position } = collection
      const last = Math.max(0, ...all().map((each) => (each.parentId === null ? each.position : 0)))
      await save(
        collection,
        { parentId: null, position: last + 1 },
        { parentId, position },
        messages.movedCollection({ name: collection.name }),
      )
    },
    async remove(collection) {
      const previous = all()
      await client.call('collections.remove', { id: collection.id })
      await collections.load()
      parts.onRemoved((id) => isWithin(previous, id, collection.id))
      undo.pushStep({
        message: messages.deletedCollection({ name: collection.name }),
        undo: () => client.call('collections.restore', { id: collection.id }),
      })
    },
  }
}

function createMembership({ client, undo }: Parts): Pick<CollectionActions, 'add' | 'takeOut'> {
  return {
    async add({ id, name }, ids) {
      if (ids.length === 0) return
      const { added } = await client.call('collections.add', { id, ids: [...ids] })
      if (added.length === 0) return undo.notify(messages.alreadyIn({ name }))
      undo.pushStep({
        message: messages.addedTo({ count: added.length, name }),
        undo: async () => void (await client.call('collections.takeOut', { id, ids: added })),
      })
    },
    async takeOut({ id, name }, ids) {
      if (ids.length === 0) return
      const { takenOut } = await client.call('collections.takeOut', { id, ids: [...ids] })
      if (takenOut.length === 0) return
      undo.pushStep({
        message: messages.removedFrom({ count: takenOut.length, name }),
        undo: async () => void (await client.call('collections.add', { id, ids: takenOut })),
      })
    },
  }
}
