import { useEffect, useState } from 'react'
import { useGalleryState } from '../gallery-context.ts'

const mayRank = /looks|likeness/i

/** Whether what images show decides their order, whatever order is chosen. The parser of queries is loaded when needed. */
export function useIsRanked(): boolean {
  const query = useGalleryState((state) => state.query)
  const isOfOne = useGalleryState((state) => state.likeId !== null)
  const [rankedQuery, setRankedQuery] = useState<string | null>(null)
  useEffect(() => {
    if (!mayRank.test(query)) return
    let isOutdated = false
    void import('../../../../shared/search/index.ts').then(({ isRanking }) => {
      if (!isOutdated) setRankedQuery(isRanking(query) ? query : null)
    })
    return () => {
      isOutdated = true
    }
  }, [query])
  return isOfOne || rankedQuery === query
}
