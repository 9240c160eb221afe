import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import { useServices } from '../../../client/index.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { selectNone } from '../create-gallery-store.ts'
import { useGallery } from '../gallery-context.ts'
import type { GridScroll } from './create-grid-scroll.ts'
import { indicesIn, type TileBox, type GridLayout } from './grid-layout.ts'
import { paddingPx } from './use-grid-layout.ts'

/** Within this distance of an edge the view scrolls, faster the farther out the pointer is. */
const edgePx = 36
const fastestPxPerFrame = 48
/** Clicks move the pointer slightly. */
const slackPx = 4

interface Band {
  /** Starting point, from the top-left corner of the first tile. */
  readonly start: Point
  /** The previous selection, when Mod is held. */
  readonly base: ReadonlySet<AssetId>
  /** Pointer position in the window. */
  at: Point
  isDrawn: boolean
  touched: string
}

/** Rubber-band selection started on empty space. Returns the element that draws it. */
export function useRubberBand(
  scroller: RefObject<HTMLElement | null>,
  scroll: GridScroll,
  layout: GridLayout,
  ids: IdList,
): RefObject<HTMLDivElement | null> {
  const { store } = useGallery()
  const { isMac } = useServices()
  const shown = useRef<HTMLDivElement>(null)
  const band = useRef<Band | null>(null)

  const placeOf = useEffectEvent((element: HTMLElement, { x, y }: Point): Point => {
    const frame = element.getBoundingClientRect()
    return { x: x - frame.left - paddingPx, y: y - frame.top - paddingPx + scroll.top() }
  })
  const stretch = useEffectEvent((element: HTMLElement) => {
    const drag = band.current
    if (drag === null || shown.current === null) return
    const area = boxBetween(drag.start, placeOf(element, drag.at))
    drag.isDrawn ||= area.widthPx > slackPx || area.heightPx > slackPx
    if (!drag.isDrawn) return
    show(shown.current, area, layout.heightPx, scroll.shift())
    const touched = indicesIn(layout, area)
    const key = `${touched[0]} ${touched.at(-1)} ${touched.length}`
    if (key === drag.touched) return
    drag.touched = key
    const found = touched.map((index) => ids.at(index)).filter((id) => id !== undefined)
    const cursor = found[0] ?? null
    const selected = new Set([...drag.base, ...found])
    store.setState({ selected, anchor: cursor, ...(cursor !== null && { cursor }) })
  })
  const begin = useEffectEvent((element: HTMLElement, event: PointerEvent): boolean => {
    const frame = element.getBoundingClientRect()
    const isOnBar = event.clientX - frame.left >= element.clientWidth
    if (event.button !== 0 || isOnBar || (event.target as Element).closest('[data-id]') !== null) return false
    const isAdding = event.shiftKey || (isMac ? event.metaKey : event.ctrlKey)
    if (!isAdding) selectNone(store)
    const at = { x: event.clientX, y: event.clientY }
    const base = isAdding ? store.getState().selected : new Set<AssetId>()
    band.current = { start: placeOf(element, at), base, at, isDrawn: false, touched: '' }
    return true
  })

  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    return followBand(element, {
      begin: (event) => begin(element, event),
      move: (at) => {
        if (band.current !== null) band.current.at = at
        stretch(element)
      },
      end: () => {
        band.current = null
        if (shown.current !== null) shown.current.hidden = true
      },
      scrollBy: (px) => scroll.scrollTo(scroll.top() + px),
    })
  }, [scroller, scroll])
  return shown
}

interface BandEvents {
  readonly begin: (event: PointerEvent) => boolean
  readonly move: (at: Point) => void
  readonly end: () => void
  readonly scrollBy: (px: number) => void
}

/** Tracks from press to release, scrolling near an edge. Returns the unsubscribe function. */
function followBand(element: HTMLElement, { begin, move, end, scrollBy }: BandEvents): () => void {
  let frame = 0
  let at: Point | null = null
  const step = () => {
    if (at === null) return
    const { top, bottom } = element.getBoundingClientRect()
    const speedPx = edgeSpeed(at.y, top, bottom)
    if (speedPx !== 0) scrollBy(speedPx)
    move(at)
    frame = requestAnimationFrame(step)
  }
  const stop = () => {
    if (at === null) return
    at = null
    cancelAnimationFrame(frame)
    end()
  }
  const handleDown = (event: PointerEvent) => {
    if (!begin(event)) return
    at = { x: event.clientX, y: event.clientY }
    element.setPointerCapture(event.pointerId)
    frame = requestAnimationFrame(step)
  }
  const handleMove = (event: PointerEvent) => {
    if (at !== null) at = { x: event.clientX, y: event.clientY }
  }
  const handleUp = () => {
    if (at !== null) move(at)
    stop()
  }
  element.addEventListener('pointerdown', handleDown)
  element.addEventListener('pointermove', handleMove)
  element.addEventListener('pointerup', handleUp)
  element.addEventListener('pointercancel', stop)
  return () => {
    stop()
    element.removeEventListener('pointerdown', handleDown)
    element.removeEventListener('pointermove', handleMove)
    element.removeEventListener('pointerup', handleUp)
    element.removeEventListener('pointercancel', stop)
  }
}

function edgeSpeed(y: number, top: number, bottom: number): number {
  const beyond = y < top + edgePx ? y - top - edgePx : Math.max(0, y - bottom + edgePx)
  return Math.max(-fastestPxPerFrame, Math.min(fastestPxPerFrame, beyond / 2))
}

function boxBetween(a: Point, b: Point): TileBox {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), widthPx: Math.abs(a.x - b.x), heightPx: Math.abs(a.y - b.y) }
}

/** Clamped, so that the rectangle itself does not extend the scroll area. */
function show(element: HTMLElement, area: TileBox, heightPx: number, shiftPx: number): void {
  const top = Math.max(-paddingPx, area.y)
  const bottom = Math.min(heightPx + paddingPx, area.y + area.heightPx)
  element.hidden = false
  element.style.transform = `translate(${area.x}px, ${top - shiftPx}px)`
  element.style.width = `${area.widthPx}px`
  element.style.height = `${Math.max(0, bottom - top)}px`
}
