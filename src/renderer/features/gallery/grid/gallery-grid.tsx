import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useServices } from '../../../client/index.ts'
import { useCoverLabels } from '../../../client/use-covers.ts'
import { useSpokenDescription } from '../../../client/use-description.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { useGallery, useGalleryState, useGalleryView } from '../gallery-context.ts'
import { bulkBarRoomPx, isBulkBarShown } from '../annotations/bulk-bar-room.ts'
import { useOrigin } from '../info/use-origin.ts'
import { isSameQuery, type ShownQuery } from '../view/create-gallery-view.ts'
import { headOf } from '../view/lay-out-stacks.ts'
import { createGridScroll, type GridScroll } from './create-grid-scroll.ts'
import { GalleryTile, tileElementId, type TileProps } from './gallery-tile.tsx'
import './gallery-grid.css'
import './gallery-list.css'
import { GridMenu, type GridMenuHandle } from './grid-menu.tsx'
import { ListHead } from './list-head.tsx'
import {
  anchorAt,
  offsetOfAnchor,
  offsetToShow,
  visibleSpan,
  type GridLayout,
  type ScrollAnchor,
  type Span,
} from './grid-layout.ts'
import { shownLength, type ScrollFrame } from './scroll-map.ts'
import { useGridPointer } from './use-grid-pointer.ts'
import { useRubberBand } from './use-rubber-band.ts'
import { paddingPx, useGridLayout } from './use-grid-layout.ts'

/** Renders only what is in view; all positions are known, so the scrollbar is right from the start. */
export function GalleryGrid({ ids }: { readonly ids: IdList }) {
  const scroller = useRef<HTMLDivElement>(null)
  const menu = useRef<GridMenuHandle>(null)
  const cursor = useGalleryState((state) => state.cursor)
  const { kind, layout, heightPx, isMeasured } = useGridLayout(scroller, ids)
  const query = useGalleryView((view) => view.query)
  const endPx = useEndRoom()
  const { scroll, innerPx } = useGridScroll(scroller, layout, heightPx, endPx)
  useAnchoredScroll(scroll, layout, ids, query)
  const span = useVisibleSpan(scroll, layout, heightPx)
  const band = useRubberBand(scroller, scroll, layout, ids)
  const pointer = useGridPointer(menu)
  useRequestVisible(ids, span)
  useCursorInView(scroll, layout, ids, heightPx + paddingPx - endPx)
  return (
    <div className="gallery-section" data-layout={kind}>
      {kind === 'list' && <ListHead />}
      <div
        ref={scroller}
        className="gallery-grid"
        // Rows of images are laid out by numbers, and their arrow keys go by sides.
        dir={kind === 'list' ? undefined : 'ltr'}
        role="listbox"
        data-part="images"
        tabIndex={0}
        aria-label={messages.images}
        aria-multiselectable="true"
        aria-activedescendant={cursor === null ? undefined : tileElementId(cursor)}
        style={{ paddingBottom: endPx }}
        {...pointer}
      >
        <div className="gallery-grid-inner" role="presentation" style={{ height: innerPx }}>
          {isMeasured && <Tiles ids={ids} layout={layout} kind={kind} span={span} scroll={scroll} />}
          <div ref={band} className="gallery-band" role="presentation" hidden />
        </div>
      </div>
      <GridMenu ref={menu} />
    </div>
  )
}

interface TilesProps extends Pick<TileProps, 'kind'> {
  readonly ids: IdList
  readonly layout: GridLayout
  readonly span: Span
  readonly scroll: GridScroll
}

/** Tile data is looked up here: sixty subscribed tiles would cost more than rendering them. */
function Tiles({ ids, layout, kind, span, scroll }: TilesProps) {
  const records = useStore(useServices().assets.store, (state) => state.records)
  const selected = useGalleryState((state) => state.selected)
  const cursor = useGalleryState((state) => state.cursor)
  const stacks = useGalleryView((view) => view.stacks)
  const openStacks = useGalleryView((view) => view.openStacks)
  const coverLabel = useCoverLabels()
  const description = useSpokenDescription(cursor)
  const originOf = useOrigin()
  const { element, startPx } = useShiftedTiles(scroll, layout, span)
  const tiles = ids.slice(span.from, Math.min(span.to, layout.count)).map((id, at) => {
    const asset = records.get(id)
    const box = layout.boxOf(span.from + at)
    const openHead = openStacks.size === 0 ? null : headOf(openStacks, id)
    return (
      <GalleryTile
        key={id}
        id={id}
        kind={kind}
        index={span.from + at}
        count={ids.length}
        {...box}
        y={box.y - startPx}
        asset={asset}
        origin={asset ? originOf(asset) : ''}
        coverLabel={coverLabel(id, asset)}
        description={cursor === id ? description : undefined}
        isSelected={selected.has(id)}
        isCursor={cursor === id}
        stackSize={stacks.get(id) ?? 0}
        stackPart={openHead === null ? null : openHead === id ? 'head' : 'member'}
      />
    )
  })
  return (
    <div ref={element} className="gallery-tiles" role="presentation">
      {tiles}
    </div>
  )
}

/** Returns extra room below the last row: the bulk bar covers the end of the grid. */
function useEndRoom(): number {
  return useGalleryState(isBulkBarShown) ? bulkBarRoomPx : paddingPx
}

function useRequestVisible(ids: IdList, { from, to }: Span): void {
  const { assets } = useServices()
  useEffect(() => assets.request(ids.slice(from, to)), [assets, ids, from, to])
}

/** Scrolls only when the cursor moves, not when images arrive or the tile size changes. */
function useCursorInView(scroll: GridScroll, layout: GridLayout, ids: IdList, heightPx: number): void {
  const { store } = useGallery()
  const cursor = useGalleryState((state) => state.cursor)
  const show = useEffectEvent((id: AssetId) => {
    const index = ids.indexOf(id)
    if (index < 0 || index >= layout.count || store.getState().cursor !== id) return
    const topPx = offsetToShow(layout, index, scroll.top(), heightPx)
    if (topPx !== scroll.top()) scroll.scrollTo(topPx)
  })
  const isMeasured = heightPx > 0
  useEffect(() => {
    if (cursor !== null && isMeasured) show(cursor)
  }, [cursor, isMeasured])
}

/** Returns the images to render. */
function useVisibleSpan(scroll: GridScroll, layout: GridLayout, heightPx: number): Span {
  const [span, setSpan] = useState<Span>({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const update = () => {
      const next = visibleSpan(layout, scroll.top() - paddingPx, heightPx + 2 * paddingPx)
      setSpan((current) => (current.from === next.from && current.to === next.to ? current : next))
    }
    update()
    return scroll.onScroll(update)
  }, [scroll, layout, heightPx])
  return span
}

interface GridScrolling {
  readonly scroll: GridScroll
  /** Height of the element that holds the tiles. */
  readonly innerPx: number
}

/** @param endPx room below the last row */
function useGridScroll(
  scroller: RefObject<HTMLElement | null>,
  layout: GridLayout,
  heightPx: number,
  endPx: number,
): GridScrolling {
  const [scroll] = useState(createGridScroll)
  const totalPx = layout.heightPx + paddingPx + endPx
  const viewPx = heightPx + 2 * paddingPx
  useLayoutEffect(() => (scroller.current === null ? undefined : scroll.attach(scroller.current)), [scroll, scroller])
  useLayoutEffect(() => scroll.setFrame({ totalPx, viewPx }), [scroll, totalPx, viewPx])
  const frame: ScrollFrame = { totalPx, viewPx }
  return { scroll, innerPx: shownLength(frame) - paddingPx - endPx }
}

/** Positions are relative to a multiple of this: at large offsets they would no longer be whole pixels. */
const stepPx = 1_000_000

interface ShiftedTiles {
  /** Holds the tiles and moves by what the scrollbar cannot represent. */
  readonly element: RefObject<HTMLDivElement | null>
  /** Origin of tile positions. */
  readonly startPx: number
}

function useShiftedTiles(scroll: GridScroll, layout: GridLayout, { from }: Span): ShiftedTiles {
  const element = useRef<HTMLDivElement>(null)
  const startPx = scroll.isMapped() ? Math.floor(layout.rowBox(layout.rowOf(from)).y / stepPx) * stepPx : 0
  useLayoutEffect(() => {
    const applyPosition = () => {
      const y = startPx - scroll.shift()
      if (element.current !== null) element.current.style.transform = y === 0 ? '' : `translateY(${y}px)`
    }
    applyPosition()
    return scroll.onScroll(applyPosition)
  }, [scroll, startPx])
  return { element, startPx }
}

/**
 * Keeps visible images in place when others are inserted above them or tiles change size. The anchor is recorded only
 * when the user scrolls: images arriving one at a time would each shift it by less than a row, but together by many. A
 * different query starts at the top.
 */
function useAnchoredScroll(scroll: GridScroll, layout: GridLayout, ids: IdList, query: ShownQuery): void {
  const anchor = useRef<ScrollAnchor<AssetId> | null>(null)
  const shown = useRef(query)
  const note = useEffectEvent((isOwn: boolean) => {
    if (!isOwn) anchor.current = anchorAt(layout, ids, scroll.top())
  })
  useEffect(() => scroll.onScroll((isOwn) => note(isOwn)), [scroll])
  useLayoutEffect(() => {
    if (!isSameQuery(shown.current, query)) {
      anchor.current = null
      scroll.scrollTo(0)
    }
    shown.current = query
    if (anchor.current === null) return
    const index = ids.indexOf(anchor.current.id)
    if (index < 0) anchor.current = anchorAt(layout, ids, scroll.top())
    else scroll.scrollTo(offsetOfAnchor(layout, index, anchor.current))
  }, [scroll, layout, ids, query])
}
