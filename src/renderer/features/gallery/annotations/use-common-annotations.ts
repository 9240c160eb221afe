import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { commonAnnotations, type CommonAnnotations } from './common-annotations.ts'

/** Of more than that nobody reads every record only to show what they have in common. */
const mostLookedAt = 1_000

/** What the pictures have in common; null where they are too many to be looked at, or not there yet. */
export function useCommonAnnotations(ids: readonly AssetId[]): CommonAnnotations | null {
  const { assets } = useServices()
  const records = useStore(assets.store, (state) => state.records)
  const isLookedAt = ids.length <= mostLookedAt
  useEffect(() => {
    if (isLookedAt) assets.request(ids)
  }, [assets, ids, isLookedAt])
  return useMemo(() => {
    const known = isLookedAt ? ids.flatMap((id) => records.get(id)?.marks ?? []) : []
    return known.length === 0 ? null : commonAnnotations(known)
  }, [records, ids, isLookedAt])
}
