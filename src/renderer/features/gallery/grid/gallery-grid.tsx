import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useCoverWords, useServices } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { useGallery, useGalleryState, useGalleryView } from '../gallery-context.ts'
import { bulkBarRoomPx, isBulkBarShown } from '../annotations/bulk-bar-room.ts'
import { useOrigin } from '../info/use-origin.ts'
import { isSameAsked, type Asked } from '../view/create-gallery-view.ts'
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

/** Only what is in view exists; where everything lies is known, so the scrollbar is right from the start. */
export function GalleryGrid({ ids }: { readonly ids: IdList }) {
  const scroller = useRef<HTMLDivElement>(null)
  const menu = useRef<GridMenuHandle>(null)
  const cursor = useGalleryState((state) => state.cursor)
  const { kind, layout, heightPx, isMeasured } = useGridLayout(scroller, ids)
  const asked = useGalleryView((view) => view.asked)
  const endPx = useEndRoom()
  const { scroll, innerPx } = useGridScroll(scroller, layout, heightPx, endPx)
  useAnchoredScroll(scroll, layout, ids, asked)
  const span = useVisibleSpan(scroll, layout, heightPx)
  const band = useRubberBand(scroller, scroll, layout, ids)
  const pointer = useGridPointer(menu)
  useRequestVisible(ids, span)
  useCursorInView(scroll, layout, ids, heightPx + paddingPx - endPx)
  return (
    <div className="gallery-shelf" data-layout={kind}>
      {kind === 'list' && <ListHead />}
      <div
        ref={scroller}
        className="gallery-grid"
        role="listbox"
        data-part="pictures"
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

/** What a tile shows is looked up here: sixty tiles that each listened would cost more than they draw. */
function Tiles({ ids, layout, kind, span, scroll }: TilesProps) {
  const records = useStore(useServices().assets.store, (state) => state.records)
  const selected = useGalleryState((state) => state.selected)
  const cursor = useGalleryState((state) => state.cursor)
  const stacks = useGalleryView((view) => view.stacks)
  const openStacks = useGalleryView((view) => view.openStacks)
  const coverWords = useCoverWords()
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
        coverWords={coverWords(id, asset)}
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

/** Below the last row: what is done with several lies over the end of the pictures. */
function useEndRoom(): number {
  return useGalleryState(isBulkBarShown) ? bulkBarRoomPx : paddingPx
}

function useRequestVisible(ids: IdList, { from, to }: Span): void {
  const { assets } = useServices()
  useEffect(() => assets.request(ids.slice(from, to)), [assets, ids, from, to])
}

/** Only a moved cursor scrolls: not a new picture, nor another tile size. */
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

/** The pictures to draw. */
function useVisibleSpan(scroll: GridScroll, layout: GridLayout, heightPx: number): Span {
  const [span, setSpan] = useState<Span>({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const update = () => {
      const next = visibleSpan(layout, scroll.top() - paddingPx, heightPx + 2 * paddingPx)
      setSpan((now) => (now.from === next.from && now.to === next.to ? now : next))
    }
    update()
    return scroll.onScroll(update)
  }, [scroll, layout, heightPx])
  return span
}

interface ShelfScrolling {
  readonly scroll: GridScroll
  /** For the element that holds the tiles. */
  readonly innerPx: number
}

/** @param endPx room below the last row */
function useGridScroll(
  scroller: RefObject<HTMLElement | null>,
  layout: GridLayout,
  heightPx: number,
  endPx: number,
): ShelfScrolling {
  const [scroll] = useState(createGridScroll)
  const totalPx = layout.heightPx + paddingPx + endPx
  const viewPx = heightPx + 2 * paddingPx
  useLayoutEffect(() => (scroller.current === null ? undefined : scroll.attach(scroller.current)), [scroll, scroller])
  useLayoutEffect(() => scroll.setFrame({ totalPx, viewPx }), [scroll, totalPx, viewPx])
  const frame: ScrollFrame = { totalPx, viewPx }
  return { scroll, innerPx: shownLength(frame) - paddingPx - endPx }
}

/** A place is counted from the last of these: far down it would be no whole pixel any more. */
const stepPx = 1_000_000

interface ShiftedTiles {
  /** Holds the tiles, and moves with what the scrollbar cannot. */
  readonly element: RefObject<HTMLDivElement | null>
  /** Where the tiles are counted from. */
  readonly startPx: number
}

function useShiftedTiles(scroll: GridScroll, layout: GridLayout, { from }: Span): ShiftedTiles {
  const element = useRef<HTMLDivElement>(null)
  const startPx = scroll.isMapped() ? Math.floor(layout.rowBox(layout.rowOf(from)).y / stepPx) * stepPx : 0
  useLayoutEffect(() => {
    const place = () => {
      const y = startPx - scroll.shift()
      if (element.current !== null) element.current.style.transform = y === 0 ? '' : `translateY(${y}px)`
    }
    place()
    return scroll.onScroll(place)
  }, [scroll, startPx])
  return { element, startPx }
}

/**
 * Keeps the pictures in view where they are when others come in above them or the tiles change. What leads the view is
 * noted only when the artist scrolls: pictures that come one at a time would each move it by less than a row, and
 * together by many. What else was asked for begins at the top.
 */
function useAnchoredScroll(scroll: GridScroll, layout: GridLayout, ids: IdList, asked: Asked): void {
  const anchor = useRef<ScrollAnchor<AssetId> | null>(null)
  const shown = useRef(asked)
  const note = useEffectEvent((isOwn: boolean) => {
    if (!isOwn) anchor.current = anchorAt(layout, ids, scroll.top())
  })
  useEffect(() => scroll.onScroll((isOwn) => note(isOwn)), [scroll])
  useLayoutEffect(() => {
    if (!isSameAsked(shown.current, asked)) {
      anchor.current = null
      scroll.scrollTo(0)
    }
    shown.current = asked
    if (anchor.current === null) return
    const index = ids.indexOf(anchor.current.id)
    if (index < 0) anchor.current = anchorAt(layout, ids, scroll.top())
    else scroll.scrollTo(offsetOfAnchor(layout, index, anchor.current))
  }, [scroll, layout, ids, asked])
}
