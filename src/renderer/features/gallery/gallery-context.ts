import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { AppError } from '../../../shared/errors/index.ts'
import type { GalleryState, GalleryStore } from './create-gallery-store.ts'
import type { GalleryActions } from './gallery-actions.ts'

export interface GalleryModel {
  readonly store: GalleryStore
  readonly actions: GalleryActions
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
