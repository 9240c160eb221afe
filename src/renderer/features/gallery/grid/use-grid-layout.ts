import { useEffect, useLayoutEffect, useMemo, useState, type RefObject } from 'react'
import type { GalleryLayout } from '../../../../shared/domain/settings.ts'
import { useSettings } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { useGallery, useGalleryView } from '../gallery-context.ts'
import { layoutGrid, layoutList } from './even-layout.ts'
import { layoutJustified } from './justified-layout.ts'
import type { GridLayout } from './grid-layout.ts'

/** Padding around the tiles; also in `gallery-grid.css`. */
export const paddingPx = 12

interface DrawnLayout {
  readonly kind: GalleryLayout
  readonly layout: GridLayout
  readonly heightPx: number
  /** False until first measured. */
  readonly isMeasured: boolean
}

export function useGridLayout(scroller: RefObject<HTMLElement | null>, ids: IdList): DrawnLayout {
  const { store } = useGallery()
  const { widthPx, heightPx } = useInnerSize(scroller)
  const wantedPx = useSettings((each) => each.thumbnailPx)
  const requestedLayout = useSettings((each) => each.gallery.layout)
  const shapes = useGalleryView((view) => view.shapes)
  // Justified rows need the aspect ratios first.
  const isWaiting = requestedLayout === 'justified' && shapes?.length !== ids.length
  // The trash has no map.
  const kind = isWaiting || requestedLayout === 'map' ? 'grid' : requestedLayout
  const layout = useMemo(() => {
    if (kind === 'justified') return layoutJustified(shapes ?? [], widthPx, wantedPx)
    return (kind === 'list' ? layoutList : layoutGrid)(ids.length, widthPx, wantedPx)
  }, [kind, shapes, ids.length, widthPx, wantedPx])
  useEffect(() => {
    store.setState({ grid: { layout, heightPx } })
    return () => store.setState({ grid: null })
  }, [store, layout, heightPx])
  return { kind, layout, heightPx, isMeasured: widthPx > 0 }
}

function useInnerSize(element: RefObject<HTMLElement | null>): { widthPx: number; heightPx: number } {
  const [size, setSize] = useState({ widthPx: 0, heightPx: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return
    const measure = () => {
      const widthPx = Math.max(0, target.clientWidth - 2 * paddingPx)
      const heightPx = Math.max(0, target.clientHeight - 2 * paddingPx)
      setSize((current) =>
        current.widthPx === widthPx && current.heightPx === heightPx ? current : { widthPx, heightPx },
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return size
}
