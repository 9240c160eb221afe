import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { useServices } from './services.ts'

/** Returns an image's record: undefined while it loads, null when the library does not know it. */
export function useAsset(id: AssetId | null): Asset | null | undefined {
  const { assets } = useServices()
  const asset = useStore(assets.store, (state) => (id === null ? null : state.records.get(id)))
  useEffect(() => {
    if (id !== null && asset === undefined) assets.request([id])
  }, [assets, id, asset])
  return asset
}
