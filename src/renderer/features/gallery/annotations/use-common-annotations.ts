import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { commonAnnotations, type CommonAnnotations } from './common-annotations.ts'

/** Above this count, records are not all read just to show what they have in common. */
const mostLookedAt = 1_000

/** Returns what the images have in common; null if there are too many or they are not loaded yet. */
export function useCommonAnnotations(ids: readonly AssetId[]): CommonAnnotations | null {
  const { assets } = useServices()
  const records = useStore(assets.store, (state) => state.records)
  const isLookedAt = ids.length <= mostLookedAt
  useEffect(() => {
    if (isLookedAt) assets.request(ids)
  }, [assets, ids, isLookedAt])
  return useMemo(() => {
    const known = isLookedAt ? ids.flatMap((id) => records.get(id)?.annotations ?? []) : []
    return known.length === 0 ? null : commonAnnotations(known)
  }, [records, ids, isLookedAt])
}
