import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { AppError } from '../../../shared/errors/index.ts'
import type { GalleryState, GalleryStore } from './create-gallery-store.ts'
import type { Organize, OrganizeState } from './create-organize.ts'
import type { DuplicatesStore } from './duplicates/create-duplicates-store.ts'
import type { FamilyStore } from './lineage/create-family-store.ts'
import type { MapStore } from './map/create-map-store.ts'
import type { GalleryActions } from './gallery-actions.ts'
import type { GalleryView, GalleryViewStore } from './view/create-gallery-view.ts'
import type { ViewerStore } from './viewer/create-viewer-store.ts'

export interface GalleryModel {
  readonly store: GalleryStore
  /** The images shown, in order. */
  readonly view: GalleryViewStore
  /** State of the single-image viewer. */
  readonly viewer: ViewerStore
  readonly family: FamilyStore
  readonly duplicates: DuplicatesStore
  /** Returns the map's state, which is made when the map is first shown: its code is loaded then. */
  mapOf(make: () => MapStore): MapStore
  readonly actions: GalleryActions
  readonly organize: Organize
}

const GalleryContext = createContext<GalleryModel | null>(null)

export const GalleryProvider = GalleryContext.Provider

export function useGallery(): GalleryModel {
  const model = useContext(GalleryContext)
  if (model === null) throw new AppError('internal/bug', 'Used outside of the gallery.')
  return model
}

export function useGalleryState<T>(select: (state: GalleryState) => T): T {
  return useStore(useGallery().store, select)
}

export function useGalleryView<T>(select: (view: GalleryView) => T): T {
  return useStore(useGallery().view.store, select)
}

export function useOrganize<T>(select: (state: OrganizeState) => T): T {
  return useStore(useGallery().organize.store, select)
}
