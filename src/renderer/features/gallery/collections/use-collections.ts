import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { showScope } from '../create-gallery-store.ts'

const none: readonly Collection[] = []

/** Every collection; empty until they are loaded. */
export function useCollections(): readonly Collection[] {
  const { organize } = useGallery()
  const all = useStore(organize.collections.store, (state) => state.all)
  useEffect(() => {
    if (organize.collections.store.getState().all === null) void organize.collections.load()
  }, [organize])
  return all ?? none
}

/** The collection whose pictures are shown, and how another one is. */
export function useShownCollection() {
  const { store } = useGallery()
  const all = useCollections()
  const shownId = useGalleryState(({ shelf, collectionId }) => (shelf === 'library' ? collectionId : null))
  return {
    shown: all.find(({ id }) => id === shownId) ?? null,
    // A shelf shows what it counts: what was looked for elsewhere does not hide a part of it.
    show: (collectionId: CollectionId) => showScope(store, { shelf: 'library', collectionId, query: '' }),
  }
}

/** Which lines of the tree are open, as they were left. */
export function useOpenCollections() {
  const { settings } = useServices()
  const change = (next: (open: readonly CollectionId[]) => readonly CollectionId[]) => {
    const { shelves } = settings.store.getState()
    settings.change({ shelves: { ...shelves, openCollections: [...next(shelves.openCollections)] } })
  }
  return {
    toggle: (id: CollectionId) =>
      change((open) => (open.includes(id) ? open.filter((each) => each !== id) : [...open, id])),
    open: (id: CollectionId) => change((open) => (open.includes(id) ? open : [...open, id])),
  }
}
