import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { showScope } from '../create-gallery-store.ts'

const none: readonly Collection[] = []

/** Returns every collection; empty until they are loaded. */
export function useCollections(): readonly Collection[] {
  const { organize } = useGallery()
  const all = useStore(organize.collections.store, (state) => state.all)
  useEffect(() => {
    if (organize.collections.store.getState().all === null) void organize.collections.load()
  }, [organize])
  return all ?? none
}

/** Returns the collection being shown and how to show another. */
export function useShownCollection() {
  const { store } = useGallery()
  const all = useCollections()
  const shownId = useGalleryState(({ section, collectionId }) => (section === 'library' ? collectionId : null))
  return {
    shown: all.find(({ id }) => id === shownId) ?? null,
    // A collection shows everything it counts: an earlier search must not hide part of it.
    show: (collectionId: CollectionId) => showScope(store, { section: 'library', collectionId, query: '' }),
  }
}

/** Returns which rows of the tree are expanded, persisted across sessions. */
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
