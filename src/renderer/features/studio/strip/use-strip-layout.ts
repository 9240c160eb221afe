import { useEffect, useLayoutEffect, useMemo, useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { useServices } from '../../../client/index.ts'
import type { FindAsset } from '../lineage.ts'
import { isFailedOrRefused, runsOf } from './run-groups.ts'
import { cardWidth, layOut, messageCardPx, pictureHeight, type StripLayout } from './strip-layout.ts'

interface CountedStrip {
  readonly layout: StripLayout
  readonly pictureHeightPx: number
}

/** Where the cards lie in a list, by the shapes of their images and the list's height. */
export function useStripLayout(list: RefObject<HTMLElement | null>, cards: readonly JobSnapshot[]): CountedStrip {
  const { assets } = useServices()
  const pictureHeightPx = usePictureHeight(list)
  useEffect(
    () => assets.request([...new Set(cards.flatMap((job) => job.resultId ?? job.assetId ?? []))]),
    [assets, cards],
  )
  const ratios = useStore(
    assets.store,
    useShallow(({ records }) => cards.map((job) => ratioOf(job, (id) => records.get(id)))),
  )
  const layout = useMemo(() => {
    const byId = new Map(cards.map(({ id }, at) => [id, ratios[at] ?? null]))
    return layOut(runsOf(cards), ({ job }) =>
      isFailedOrRefused(job) ? messageCardPx : cardWidth(byId.get(job.id) ?? null, pictureHeightPx),
    )
  }, [cards, ratios, pictureHeightPx])
  return { layout, pictureHeightPx }
}

/** Of what its card shows: the result, or until it is there the image it starts from. */
function ratioOf(job: JobSnapshot, find: FindAsset): number | null {
  const { resultId, assetId, state } = job
  if (isFailedOrRefused(job) || state === 'cancelled') return null
  const asset = (resultId === null ? null : find(resultId)) ?? (assetId === null ? null : find(assetId))
  return asset ? asset.widthPx / asset.heightPx : null
}

function usePictureHeight(list: RefObject<HTMLElement | null>): number {
  const [heightPx, setHeightPx] = useState(pictureHeight(0))
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return undefined
    // With its scrollbar, which comes and goes with the width of the cards.
    const measure = () => setHeightPx(pictureHeight(element.offsetHeight))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [list])
  return heightPx
}
