import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { reconcile } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'

/** The ids on the shelf that is shown, newest first; null while they load. Keeps the selection in step. */
export function useShelfOrder(): { readonly ids: readonly AssetId[] | null; readonly error: unknown } {
  const { store } = useGallery()
  const shelf = useGalleryState((state) => state.shelf)
  const ids = useStore(useServices().order.store, (state) => state[shelf])
  const error = useStore(useServices().order.store, (state) => state.error)
  const last = useRef({ shelf, ids })
  useEffect(() => {
    const before = last.current
    last.current = { shelf, ids }
    if (before.shelf === shelf && before.ids !== null && ids !== null) reconcile(store, before.ids, ids)
  }, [store, shelf, ids])
  return { ids, error }
}
