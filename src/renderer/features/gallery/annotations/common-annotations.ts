import { compareNames } from '../../../../shared/messages/formats.ts'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Annotations } from '../../../../shared/domain/annotations.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'

type CommonValues = { readonly [Name in Exclude<keyof Annotations, 'tags'>]: Annotations[Name] | undefined }

/** What several images have in common; undefined where they differ. */
export interface CommonAnnotations extends CommonValues {
  /** Tags of any of the images, in alphabetical order, with the number of images that have each. */
  readonly tags: readonly { readonly name: string; readonly count: number }[]
  readonly count: number
}

export function commonAnnotations(all: readonly Annotations[]): CommonAnnotations {
  const counts = new Map<string, number>()
  for (const { tags } of all) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return {
    rating: common(all.map(({ rating }) => rating)),
    flag: common(all.map(({ flag }) => flag)),
    label: common(all.map(({ label }) => label)),
    notes: common(all.map(({ notes }) => notes)),
    tags: [...counts].map(([name, count]) => ({ name, count })).toSorted((a, b) => compareNames(a.name, b.name)),
    count: all.length,
  }
}

function common<T>(values: readonly T[]): T | undefined {
  const [first] = values
  return values.every((each) => each === first) ? first : undefined
}

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
