import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { selectNone } from './create-gallery-store.ts'
import { useGallery, useGalleryState } from './gallery-context.ts'
import { GalleryTile, tileElementId } from './gallery-tile.tsx'
import { anchoredOffset, gridGapPx, layoutGrid, type GridLayout } from './grid-layout.ts'

/** Room around the tiles; also in `gallery.css`. */
const paddingPx = 12

/** Only the rows in view exist; every row has the same height, so the scrollbar is right from the start. */
export function GalleryGrid({ ids }: { readonly ids: readonly AssetId[] }) {
  const { store } = useGallery()
  const scroller = useRef<HTMLDivElement>(null)
  const widthPx = useInnerWidth(scroller)
  const wantedPx = useSettings((each) => each.thumbnailPx)
  const cursor = useGalleryState((state) => state.cursor)
  const layout = layoutGrid(widthPx, wantedPx, ids.length)
  const { columns, rows, rowPx } = layout
  const virtualizer = useVirtualizer({
    count: widthPx === 0 ? 0 : rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 3,
    paddingStart: paddingPx,
    paddingEnd: paddingPx,
    scrollPaddingStart: paddingPx,
    scrollPaddingEnd: paddingPx,
  })
  useEffect(() => store.setState({ columns }), [store, columns])
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx])
  useAnchoredScroll(scroller, layout, ids)
  const visible = virtualizer.getVirtualItems()
  useRequestVisible(ids, (visible[0]?.index ?? 0) * columns, ((visible.at(-1)?.index ?? -1) + 1) * columns)
  useEffect(() => {
    const index = cursor === null ? -1 : ids.indexOf(cursor)
    if (index >= 0) virtualizer.scrollToIndex(Math.floor(index / columns), { align: 'auto' })
    // Only a moved cursor scrolls: not a new picture, nor another tile size.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [cursor])
  return (
    <div
      ref={scroller}
      className="gallery-grid"
      role="listbox"
      tabIndex={0}
      aria-label="Pictures"
      aria-multiselectable="true"
      aria-activedescendant={cursor === null ? undefined : tileElementId(cursor)}
      onPointerDown={(event) => {
        if (!(event.target as HTMLElement).closest('.gallery-tile')) selectNone(store)
      }}
    >
      <div className="gallery-grid-inner" style={{ height: virtualizer.getTotalSize() }}>
        {visible.map((row) => (
          <div
            key={row.key}
            className="gallery-row"
            role="presentation"
            style={{ transform: `translateY(${row.start}px)`, gap: gridGapPx, height: layout.tilePx }}
          >
            {ids.slice(row.index * columns, (row.index + 1) * columns).map((id, column) => (
              <GalleryTile
                key={id}
                id={id}
                index={row.index * columns + column}
                count={ids.length}
                sizePx={layout.tilePx}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
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

/** Keeps the pictures in view where they are when others come in above them or the columns change. */
function useAnchoredScroll(scroller: RefObject<HTMLElement | null>, layout: GridLayout, ids: readonly AssetId[]): void {
  const last = useRef({ layout, ids })
  const { columns, rowPx } = layout
  useLayoutEffect(() => {
    const before = last.current
    last.current = { layout, ids }
    const element = scroller.current
    if (element === null || before.layout.rows === 0) return
    const leaderIndex = Math.floor(element.scrollTop / before.layout.rowPx) * before.layout.columns
    const leader = before.ids[leaderIndex]
    const shift = leader === undefined || before.ids === ids ? 0 : ids.indexOf(leader) - leaderIndex
    if (shift === 0 && before.layout.columns === columns && before.layout.rowPx === rowPx) return
    const isGone = leader !== undefined && before.ids !== ids && !ids.includes(leader)
    element.scrollTop = anchoredOffset({ ...before, offsetPx: element.scrollTop }, layout, isGone ? 0 : shift)
    // The layout object is new on every render; its columns and row height are what counts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [scroller, columns, rowPx, ids])
}

function useRequestVisible(ids: readonly AssetId[], from: number, to: number): void {
  const { assets } = useServices()
  useEffect(() => assets.request(ids.slice(from, to)), [assets, ids, from, to])
}
