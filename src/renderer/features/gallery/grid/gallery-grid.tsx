import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type RefObject,
} from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { selectNone } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { GalleryTile, tileElementId } from './gallery-tile.tsx'
import {
  anchorAt,
  gridGapPx,
  layoutGrid,
  offsetOfAnchor,
  offsetToShow,
  visibleRows,
  type GridLayout,
  type ScrollAnchor,
} from './grid-layout.ts'

/** Room around the tiles; also in `gallery.css`. */
const paddingPx = 12

/** Only the rows in view exist; every row has the same height, so the scrollbar is right from the start. */
export function GalleryGrid({ ids }: { readonly ids: readonly AssetId[] }) {
  const { store } = useGallery()
  const scroller = useRef<HTMLDivElement>(null)
  const widthPx = useInnerWidth(scroller)
  const wantedPx = useSettings((each) => each.thumbnailPx)
  const cursor = useGalleryState((state) => state.cursor)
  const layout = useMemo(() => layoutGrid(widthPx, wantedPx, ids.length), [widthPx, wantedPx, ids.length])
  const { columns } = layout
  useEffect(() => store.setState({ columns }), [store, columns])
  useAnchoredScroll(scroller, layout, ids)
  const { from, to } = useVisibleRows(scroller, layout)
  useRequestVisible(ids, from * columns, to * columns)
  const showCursor = useEffectEvent((id: AssetId) => {
    const index = ids.indexOf(id)
    const element = scroller.current
    if (index < 0 || element === null) return
    const heightPx = element.clientHeight - 2 * paddingPx
    element.scrollTo({ top: offsetToShow(layout, Math.floor(index / columns), element.scrollTop, heightPx) })
  })
  // Only a moved cursor scrolls: not a new picture, nor another tile size.
  useEffect(() => {
    if (cursor !== null) showCursor(cursor)
  }, [cursor])
  const rows = widthPx === 0 ? [] : Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
  return (
    <div
      ref={scroller}
      className="gallery-grid"
      role="listbox"
      data-part="pictures"
      tabIndex={0}
      aria-label="Pictures"
      aria-multiselectable="true"
      aria-activedescendant={cursor === null ? undefined : tileElementId(cursor)}
      onPointerDown={(event) => {
        if (!(event.target as HTMLElement).closest('.gallery-tile')) selectNone(store)
      }}
    >
      <div className="gallery-grid-inner" style={{ height: layout.rows * layout.rowPx - gridGapPx }}>
        {rows.map((row) => (
          <div key={row} className="gallery-row" role="presentation" style={rowStyle(layout, row)}>
            {ids.slice(row * columns, (row + 1) * columns).map((id, column) => (
              <GalleryTile key={id} id={id} index={row * columns + column} count={ids.length} sizePx={layout.tilePx} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function rowStyle(layout: GridLayout, row: number): CSSProperties {
  return { transform: `translateY(${row * layout.rowPx}px)`, gap: gridGapPx, height: layout.tilePx }
}

function useVisibleRows(scroller: RefObject<HTMLElement | null>, layout: GridLayout): { from: number; to: number } {
  const [range, setRange] = useState({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const update = () => {
      const next = visibleRows(layout, element.scrollTop - paddingPx, element.clientHeight)
      setRange((now) => (now.from === next.from && now.to === next.to ? now : next))
    }
    update()
    element.addEventListener('scroll', update, { passive: true })
    const observer = new ResizeObserver(update)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', update)
      observer.disconnect()
    }
  }, [scroller, layout])
  return range
}

function useInnerWidth(element: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return
    const measure = () => setWidthPx(Math.max(0, target.clientWidth - 2 * paddingPx))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return widthPx
}

/**
 * Keeps the pictures in view where they are when others come in above them or the columns change. What leads the view is
 * noted only when the artist scrolls: pictures that come one at a time would each move it by less than a row, and
 * together by many.
 */
function useAnchoredScroll(scroller: RefObject<HTMLElement | null>, layout: GridLayout, ids: readonly AssetId[]): void {
  const anchor = useRef<ScrollAnchor<AssetId> | null>(null)
  const ownTop = useRef<number | null>(null)
  const note = useEffectEvent((top: number) => {
    const isOwn = top === ownTop.current
    ownTop.current = null
    if (!isOwn) anchor.current = anchorAt(layout, ids, top)
  })
  useEffect(() => {
    const element = scroller.current
    const handleScroll = () => element && note(element.scrollTop)
    element?.addEventListener('scroll', handleScroll, { passive: true })
    return () => element?.removeEventListener('scroll', handleScroll)
  }, [scroller])
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || anchor.current === null) return
    const top = offsetOfAnchor(layout, ids, anchor.current)
    if (top === null) {
      anchor.current = anchorAt(layout, ids, element.scrollTop)
      return
    }
    const before = element.scrollTop
    element.scrollTo({ top })
    if (element.scrollTop !== before) ownTop.current = element.scrollTop
  }, [scroller, layout, ids])
}

function useRequestVisible(ids: readonly AssetId[], from: number, to: number): void {
  const { assets } = useServices()
  useEffect(() => assets.request(ids.slice(from, to)), [assets, ids, from, to])
}
