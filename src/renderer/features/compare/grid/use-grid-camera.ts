import { useEffect, useMemo, useRef, useState, type PointerEvent, type RefObject } from 'react'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import { useServices } from '../../../client/index.ts'
import { useCompare } from '../compare-context.ts'
import { fitted, panCameraBy, zoomCameraAt, type Camera } from '../view/camera.ts'
import type { GridStore } from './create-grid-store.ts'

/** Side that the largest thumbnail has. */
const thumbnailPx = 512
/** Moving less than this is a click. CSS pixels. */
const dragPx = 4

interface CameraOptions {
  readonly scroller: RefObject<HTMLElement | null>
  readonly grid: GridStore
  readonly cellPx: number
}

/**
 * Zooms and pans all images of a grid together. The position is written into custom properties of the scroller: no cell
 * renders when it moves.
 */
export function useGridCamera({ scroller, grid, cellPx }: CameraOptions) {
  const { store } = useCompare()
  const { assets } = useServices()
  const camera = useRef<Camera>(fitted)
  const [zoom, setZoom] = useState(1)
  const controls = useMemo(() => {
    const tile: Size = { widthPx: cellPx, heightPx: cellPx }
    const move = (next: Camera) => {
      camera.current = next
      const { style } = scroller.current ?? {}
      style?.setProperty('--grid-zoom', String(next.zoom))
      style?.setProperty('--grid-x', String(0.5 - next.x))
      style?.setProperty('--grid-y', String(0.5 - next.y))
      setZoom(next.zoom)
    }
    const imageOf = (cell: number | null): Size => {
      const id = cell === null ? null : grid.store.getState().cells.get(cell)?.job?.resultId
      return (id ? assets.store.getState().records.get(id) : null) ?? tile
    }
    return {
      tile,
      fit: () => move(fitted),
      zoomBy: (factor: number, cell: number | null = null, at: Point = { x: cellPx / 2, y: cellPx / 2 }) => {
        const next = zoomCameraAt(camera.current, tile, imageOf(cell), at, Math.max(1, camera.current.zoom * factor))
        move(next.zoom <= 1.001 ? fitted : next)
      },
      panBy: (by: Point, cell: number | null) => move(panCameraBy(camera.current, tile, imageOf(cell), by)),
    }
  }, [scroller, grid, assets, cellPx])
  useEffect(() => {
    store.setState({ gridZoom: { zoomBy: controls.zoomBy, fit: controls.fit } })
    return () => store.setState({ gridZoom: null })
  }, [store, controls])
  useZoomWheel(scroller, controls.zoomBy)
  const needsFull = zoom * cellPx * window.devicePixelRatio > thumbnailPx
  return { zoom, needsFull, fit: controls.fit, zoomBy: controls.zoomBy, pan: usePan(controls.panBy, zoom) }
}

function cellAt(target: EventTarget | null): { readonly cell: number; readonly element: Element } | null {
  const element = target instanceof Element ? target.closest('[data-cell]') : null
  return element === null ? null : { cell: Number(element.getAttribute('data-cell')), element }
}

/** A wheel scrolls the grid; with Ctrl, or as a pinch, it zooms the images around the pointer. */
function useZoomWheel(
  scroller: RefObject<HTMLElement | null>,
  zoomBy: (factor: number, cell: number, at: Point) => void,
): void {
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const handle = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const found = cellAt(event.target)
      if (found === null) return
      const { left, top } = found.element.getBoundingClientRect()
      const factor = Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) * 0.004)
      zoomBy(factor, found.cell, { x: event.clientX - left, y: event.clientY - top })
    }
    element.addEventListener('wheel', handle, { passive: false })
    return () => element.removeEventListener('wheel', handle)
  }, [scroller, zoomBy])
}

/** Dragging moves zoomed images. */
function usePan(panBy: (by: Point, cell: number) => void, zoom: number) {
  const press = useRef<{ at: Point; cell: number; isDrag: boolean } | null>(null)
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const found = cellAt(event.target)
      const isOnControl = event.target instanceof Element && event.target.closest('button') !== null
      if (found === null || isOnControl || event.button > 1 || zoom <= 1) return
      event.currentTarget.setPointerCapture(event.pointerId)
      press.current = { at: { x: event.clientX, y: event.clientY }, cell: found.cell, isDrag: false }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const from = press.current
      if (from === null) return
      const by = { x: event.clientX - from.at.x, y: event.clientY - from.at.y }
      if (!from.isDrag && Math.hypot(by.x, by.y) < dragPx) return
      press.current = { ...from, at: { x: event.clientX, y: event.clientY }, isDrag: true }
      panBy(by, from.cell)
    },
    onPointerUp: () => {
      press.current = null
    },
    onPointerCancel: () => {
      press.current = null
    },
  }
}
