import { useEffect, useRef, type PointerEvent, type RefObject } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import { useCompare } from '../compare-context.ts'
import type { CompareStore } from '../create-compare-store.ts'
import { actualZoom, fitted, panCameraBy, imagePointAt, zoomCameraAt } from './camera.ts'
import { cameraOf, moveCamera } from './move-camera.ts'

/** Moving less than this is a click; more is a drag. CSS pixels. */
const clickPx = 4

/** Wheel, drag, double-click, and pointer position on a tile. */
export function useTilePointer(element: RefObject<HTMLElement | null>, asset: Asset, tile: Size) {
  const { store } = useCompare()
  const press = useRef<{ at: Point; isDrag: boolean } | null>(null)
  useWheel(element, store, asset, tile)
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const isOnControl = event.target instanceof Element && event.target.closest('button, [role="slider"]') !== null
      if (isOnControl || event.button > 1) return
      event.currentTarget.setPointerCapture(event.pointerId)
      press.current = { at: { x: event.clientX, y: event.clientY }, isDrag: false }
      store.setState({ chosen: asset.id })
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const camera = cameraOf(store.getState(), asset.id)
      const imagePoint = imagePointAt(camera, tile, asset, pointAt(event))
      store.setState({ pointed: { id: asset.id, ...imagePoint } })
      const from = press.current
      if (from === null) return
      const by = { x: event.clientX - from.at.x, y: event.clientY - from.at.y }
      if (!from.isDrag && Math.hypot(by.x, by.y) < clickPx) return
      press.current = { at: { x: event.clientX, y: event.clientY }, isDrag: true }
      moveCamera(store, asset.id, panCameraBy(camera, tile, asset, by))
    },
    onPointerUp: () => {
      press.current = null
    },
    onPointerCancel: () => {
      press.current = null
    },
    onPointerLeave: () => store.setState({ pointed: null }),
    onDoubleClick: (event: { clientX: number; clientY: number; currentTarget: Element; target: EventTarget }) => {
      if (event.target instanceof Element && event.target.closest('button, [role="slider"]') !== null) return
      toggleActual(store, asset, tile, pointAt(event))
    },
  }
}

function pointAt(event: { clientX: number; clientY: number; currentTarget: Element }): Point {
  const { left, top } = event.currentTarget.getBoundingClientRect()
  return { x: event.clientX - left, y: event.clientY - top }
}

/** Toggles between fitted and 100% around a point. */
function toggleActual(store: CompareStore, asset: Asset, tile: Size, at: Point): void {
  const camera = cameraOf(store.getState(), asset.id)
  const actual = actualZoom(tile, asset, window.devicePixelRatio)
  const isThere = Math.abs(camera.zoom - actual) < 0.001
  moveCamera(store, asset.id, isThere ? fitted : zoomCameraAt(camera, tile, asset, at, actual))
}

/** React's wheel listener is passive; this one prevents the page from scrolling. */
function useWheel(element: RefObject<HTMLElement | null>, store: CompareStore, asset: Asset, tile: Size): void {
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const handle = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = target.getBoundingClientRect()
      const at = { x: event.clientX - left, y: event.clientY - top }
      const camera = cameraOf(store.getState(), asset.id)
      moveCamera(store, asset.id, zoomCameraAt(camera, tile, asset, at, camera.zoom * wheelFactor(event)))
    }
    target.addEventListener('wheel', handle, { passive: false })
    return () => target.removeEventListener('wheel', handle)
  }, [element, store, asset, tile])
}

/** A pinch arrives as a wheel with Ctrl, in small steps. */
function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const px = deltaMode === WheelEvent.DOM_DELTA_LINE ? deltaY * 30 : deltaY
  return Math.exp(-Math.max(-200, Math.min(200, px)) * (ctrlKey ? 0.01 : 0.0022))
}
