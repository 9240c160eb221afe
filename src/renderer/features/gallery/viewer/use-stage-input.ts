import { useEffect } from 'react'
import type { Point } from '../../../../shared/util/geometry.ts'
import { useGallery } from '../gallery-context.ts'
import { changeView, type ViewerStore } from './create-viewer-store.ts'
import { panPictureBy, placePicture, toggleZoom, zoomTo } from './picture-view.ts'

/** Wheel travel that doubles or halves the zoom: as on the canvas of the Studio. */
const travelPerDoubling = 360
/** A pinch comes in much smaller portions, as a wheel with Ctrl. */
const pinchTravelPerDoubling = 70
const lineHeightPx = 16

/** Wheel and pinch zoom at the pointer, a drag moves, a double click goes between fitted and every pixel. */
export function useStageInput(element: { readonly current: HTMLElement | null }): void {
  const { viewer } = useGallery()
  useEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const abort = new AbortController()
    listenToWheel(target, viewer, abort.signal)
    listenToDrag(target, viewer, abort.signal)
    const handleDoubleClick = (event: MouseEvent) => {
      if (isOnButton(event)) return
      const at = placeOf(target, event)
      changeView(viewer, (view, stage, size) => toggleZoom(view, stage, size, at))
    }
    target.addEventListener('dblclick', handleDoubleClick, { signal: abort.signal })
    return () => abort.abort()
  }, [viewer, element])
}

function placeOf(target: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = target.getBoundingClientRect()
  const dpr = window.devicePixelRatio
  return { x: (clientX - left) * dpr, y: (clientY - top) * dpr }
}

const isOnButton = ({ target }: Event) => target instanceof Element && target.closest('button') !== null

function listenToWheel(target: HTMLElement, viewer: ViewerStore, signal: AbortSignal): void {
  const handleWheel = (event: WheelEvent) => {
    event.preventDefault()
    const scale = event.deltaMode === 0 ? 1 : lineHeightPx
    const [across, along] = [event.deltaX * scale, event.deltaY * scale]
    const at = placeOf(target, event)
    // Sideways is how trackpads and tilting wheels move a picture.
    if (!event.ctrlKey && Math.abs(across) > Math.abs(along)) {
      const by = { x: -across * window.devicePixelRatio, y: 0 }
      return changeView(viewer, (view, stage, size) => panPictureBy(view, stage, size, by))
    }
    const factor = 2 ** (-along / (event.ctrlKey ? pinchTravelPerDoubling : travelPerDoubling))
    return changeView(viewer, (view, stage, size) =>
      zoomTo(view, stage, size, at, placePicture(view, stage, size).zoom * factor),
    )
  }
  target.addEventListener('wheel', handleWheel, { passive: false, signal })
}

function listenToDrag(target: HTMLElement, viewer: ViewerStore, signal: AbortSignal): void {
  let last: Point | null = null
  const end = () => {
    last = null
    delete target.dataset['dragging']
  }
  const handleDown = (event: PointerEvent) => {
    // A captured pointer would take the click away from a button.
    if (event.button > 1 || isOnButton(event)) return
    last = { x: event.clientX, y: event.clientY }
    target.setPointerCapture(event.pointerId)
    target.dataset['dragging'] = 'true'
  }
  const handleMove = (event: PointerEvent) => {
    if (last === null) return
    const dpr = window.devicePixelRatio
    const by = { x: (event.clientX - last.x) * dpr, y: (event.clientY - last.y) * dpr }
    last = { x: event.clientX, y: event.clientY }
    changeView(viewer, (view, stage, size) => panPictureBy(view, stage, size, by))
  }
  target.addEventListener('pointerdown', handleDown, { signal })
  target.addEventListener('pointermove', handleMove, { signal })
  target.addEventListener('pointerup', end, { signal })
  target.addEventListener('pointercancel', end, { signal })
}
