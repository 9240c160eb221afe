import { useEffect, useEffectEvent, useRef, type MouseEvent, type RefObject } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import { useServices } from '../../../client/index.ts'
import { clickTile, selectNone, selectOnly } from '../create-gallery-store.ts'
import { useGallery } from '../gallery-context.ts'
import type { GridMenuHandle } from '../grid/grid-menu.tsx'
import type { MapView } from './map-view.ts'

/** Clicks move the pointer slightly. */
const slackPx = 4
/** Wheel travel that doubles or halves the zoom, as on the canvas of the Studio. */
const travelPerDoubling = 360
/** A pinch arrives as a wheel with Ctrl, in much smaller steps. */
const pinchTravelPerDoubling = 70
const lineHeightPx = 16

interface Press {
  readonly start: Point
  /** `band`: selects what it surrounds, in addition to what was selected. */
  readonly type: 'pan' | 'band'
  readonly button: number
  readonly selected: ReadonlySet<AssetId>
  hasMoved: boolean
}

interface MapInputElements {
  readonly element: RefObject<HTMLElement | null>
  readonly band: RefObject<HTMLElement | null>
  readonly menu: RefObject<GridMenuHandle | null>
}

/** A drag pans, with Shift it selects; wheel and pinch zoom at the pointer; clicks select as in the grid. */
export function useMapInput(view: MapView, { element, band, menu }: MapInputElements) {
  const { store } = useGallery()
  const click = useClick(view)
  const press = useRef<Press | null>(null)
  /** Where each finger or pointer is that is down. */
  const pointers = useRef(new Map<number, Point>())
  useWheel(view, element)

  function drag(from: Point, to: Point): void {
    const drawn = band.current
    if (press.current === null) return
    press.current.hasMoved ||= Math.hypot(to.x - press.current.start.x, to.y - press.current.start.y) > slackPx
    if (!press.current.hasMoved) return
    if (press.current.type === 'pan') return view.panBy({ x: to.x - from.x, y: to.y - from.y })
    if (drawn !== null) showBand(drawn, press.current.start, to)
    const found = view.within(press.current.start, to)
    const selected = new Set([...press.current.selected, ...found])
    const cursor = found[0] ?? null
    store.setState({ selected, ...(cursor !== null && { cursor, anchor: cursor }) })
  }

  const end = (event: { readonly pointerId: number }) => {
    pointers.current.delete(event.pointerId)
    press.current = null
    hideBand(band.current)
  }

  return {
    onPointerDown(event: React.PointerEvent<HTMLElement>) {
      if (event.button > 1) return
      const at = placeOf(event)
      event.currentTarget.setPointerCapture(event.pointerId)
      pointers.current.set(event.pointerId, at)
      const type = event.shiftKey && event.button === 0 ? 'band' : 'pan'
      press.current = { start: at, type, button: event.button, selected: store.getState().selected, hasMoved: false }
      if (pointers.current.size > 1) press.current.hasMoved = true
    },
    onPointerMove(event: React.PointerEvent<HTMLElement>) {
      const at = placeOf(event)
      const from = pointers.current.get(event.pointerId)
      if (from === undefined) return view.setHovered(view.hit(at))
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
      if (other === undefined) drag(from, at)
      else pinch(view, from, at, other)
      // Panning begins where the slack ended, without a jump.
      if (press.current === null || press.current.hasMoved) pointers.current.set(event.pointerId, at)
    },
    onPointerUp(event: React.PointerEvent<HTMLElement>) {
      if (press.current?.hasMoved === false && press.current.button === 0) click(view.hit(placeOf(event)), event)
      end(event)
    },
    onPointerCancel: end,
    onPointerLeave: () => view.setHovered(null),
    onDoubleClick(event: MouseEvent<HTMLElement>) {
      const cursor = view.hit(placeOf(event))
      if (cursor !== null) store.setState({ isViewing: true, cursor })
    },
    onContextMenu(event: MouseEvent<HTMLElement>) {
      // Opened by keyboard, it applies to the image at the cursor.
      const id = view.hit(placeOf(event)) ?? (event.button === 2 ? null : store.getState().cursor)
      event.preventDefault()
      if (id !== null && !store.getState().selected.has(id)) selectOnly(store, id)
      menu.current?.open(id, { x: event.clientX, y: event.clientY })
    },
  }
}

/** Selects as in the grid, except that on a plane there is nothing between two images: Shift adds. */
function useClick(view: MapView) {
  const { store, actions } = useGallery()
  const { isMac } = useServices()
  return (id: AssetId | null, event: MouseEvent) => {
    const isToggle = isMac ? event.metaKey : event.ctrlKey
    if (id === null) {
      if (!isToggle && !event.shiftKey) selectNone(store)
      return
    }
    const isAdding = event.shiftKey && !store.getState().selected.has(id)
    if (event.shiftKey && !isAdding) store.setState({ cursor: id, anchor: id })
    else clickTile(store, id, actions.order(), { isRange: false, isToggle: isToggle || isAdding })
    view.drawSoon()
  }
}

function pinch(view: MapView, from: Point, to: Point, other: Point): void {
  const middle = (point: Point) => ({ x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 })
  const distance = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
  view.panBy({ x: middle(to).x - middle(from).x, y: middle(to).y - middle(from).y })
  view.zoomBy(distance(to) / distance(from), middle(to))
}

function useWheel(view: MapView, element: RefObject<HTMLElement | null>): void {
  const roll = useEffectEvent((event: WheelEvent, at: Point) => {
    const scale = event.deltaMode === 0 ? 1 : lineHeightPx
    const [across, along] = [event.deltaX * scale, event.deltaY * scale]
    // Trackpads and tilt wheels pan sideways.
    if (!event.ctrlKey && Math.abs(across) > Math.abs(along)) return view.panBy({ x: -across, y: 0 })
    view.zoomBy(2 ** (-along / (event.ctrlKey ? pinchTravelPerDoubling : travelPerDoubling)), at)
  })
  useEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const handle = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = target.getBoundingClientRect()
      roll(event, { x: event.clientX - left, y: event.clientY - top })
    }
    target.addEventListener('wheel', handle, { passive: false })
    return () => target.removeEventListener('wheel', handle)
  }, [element])
}

function placeOf({ currentTarget, clientX, clientY }: MouseEvent<HTMLElement>): Point {
  const { left, top } = currentTarget.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}

function hideBand(element: HTMLElement | null): void {
  if (element !== null) element.hidden = true
}

function showBand(element: HTMLElement, from: Point, to: Point): void {
  element.hidden = false
  element.style.transform = `translate(${Math.min(from.x, to.x)}px, ${Math.min(from.y, to.y)}px)`
  element.style.width = `${Math.abs(from.x - to.x)}px`
  element.style.height = `${Math.abs(from.y - to.y)}px`
}
