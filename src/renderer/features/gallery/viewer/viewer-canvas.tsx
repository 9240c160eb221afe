import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type CSSProperties } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import { useCover, useSettings } from '../../../client/index.ts'
import { useSpokenDescription } from '../../../client/use-description.ts'
import { formatSize } from '../../../lib/format.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { useGallery } from '../gallery-context.ts'
import { changeView, showImage, type ViewerStore } from './create-viewer-store.ts'
import { panImageBy, placeInView, toggleZoom, zoomTo, type ViewArea } from './image-view.ts'
import { ViewerPainter, type PaintedImage } from './viewer-painter.ts'
import { backgroundColors } from './viewer-backgrounds.ts'

/** Kept free around a fitted image, CSS pixels. */
const marginCss = 20
/** Neighbors are decoded after an image has been viewed this long, so stepping through is not slowed. */
const preparedAfterMs = 120

interface ViewerCanvasProps {
  readonly asset: Asset
  /** The images that stepping leads to, as far as they are known. */
  readonly neighbors: readonly Asset[]
}

/** Draws one image at the current zoom. */
export function ViewerCanvas({ asset, neighbors }: ViewerCanvasProps) {
  const { viewer } = useGallery()
  const element = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const background = useSettings((settings) => settings.viewer.background)
  const cover = useCover(asset.id)
  const description = useSpokenDescription(asset.id)
  const failed = usePainting(canvas, asset, neighbors)
  const isFree = useStore(viewer, ({ view }) => view !== null)
  useViewAreaSize(element)
  useViewerInput(element)
  return (
    <div
      ref={element}
      className="viewer-canvas"
      data-free={isFree}
      style={{ '--viewer-background': backgroundColors[background] } as CSSProperties}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${asset.name}, ${formatSize(asset)}`}
        aria-description={description}
      />
      {failed === asset.id && <p className="viewer-gone">{messages.fileUnreadable}</p>}
      {cover !== null && <CoverVeil label={cover.label} onReveal={cover.reveal} />}
    </div>
  )
}

function toPainted({ id, widthPx, heightPx, hasAlpha }: Asset): PaintedImage {
  return { id, hasAlpha, size: { widthPx, heightPx } }
}

/** Redraws on any visible change, once per frame. Returns the image that cannot be shown. */
function usePainting(
  canvas: { readonly current: HTMLCanvasElement | null },
  asset: Asset,
  neighbors: readonly Asset[],
): AssetId | null {
  const { viewer } = useGallery()
  const [failed, setFailed] = useState<AssetId | null>(null)
  const painter = useRef<ViewerPainter>(null)
  const frame = useRef(0)
  const draw = useEffectEvent(() => {
    frame.current = 0
    const { area, view, image } = viewer.getState()
    const context = canvas.current?.getContext('2d')
    if (!context || area === null || image === null) return
    if (context.canvas.width !== area.widthPx) context.canvas.width = area.widthPx
    if (context.canvas.height !== area.heightPx) context.canvas.height = area.heightPx
    painter.current?.draw(context, placeInView(view, area, image.size), window.devicePixelRatio)
  })
  const drawSoon = useEffectEvent(() => {
    if (frame.current === 0) frame.current = requestAnimationFrame(() => draw())
  })
  useLayoutEffect(() => {
    const created = new ViewerPainter({ onProgress: () => drawSoon(), onFailure: (id) => setFailed(id) })
    painter.current = created
    const stop = viewer.subscribe(() => drawSoon())
    return () => {
      stop()
      cancelAnimationFrame(frame.current)
      frame.current = 0
      created.dispose()
    }
  }, [viewer])
  const { id, widthPx, heightPx } = asset
  useLayoutEffect(() => {
    painter.current?.show(toPainted(asset))
    showImage(viewer, { id, size: { widthPx, heightPx } })
    drawSoon()
  }, [viewer, asset, id, widthPx, heightPx])
  const prepare = useEffectEvent((near: readonly Asset[]) => {
    const { area, view } = viewer.getState()
    if (area === null) return
    const placeAt = (size: ViewArea | PaintedImage['size']) =>
      placeInView(size.widthPx === widthPx && size.heightPx === heightPx ? view : null, area, size)
    painter.current?.prepare(near.map(toPainted), placeAt)
  })
  useEffect(() => {
    const timer = setTimeout(() => prepare(neighbors), preparedAfterMs)
    return () => clearTimeout(timer)
  }, [neighbors])
  return failed
}

/** Keeps the size of the viewer in the store, in device pixels. */
function useViewAreaSize(element: { readonly current: HTMLElement | null }): void {
  const { viewer } = useGallery()
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const measure = () => {
      const dpr = window.devicePixelRatio
      const area = {
        widthPx: Math.max(1, Math.round(target.clientWidth * dpr)),
        heightPx: Math.max(1, Math.round(target.clientHeight * dpr)),
        marginPx: viewer.getState().isBare ? 0 : Math.round(marginCss * dpr),
      }
      viewer.setState({ area })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [viewer, element])
}

/** Wheel travel that doubles or halves the zoom, the same as on the Studio canvas. */
const travelPerDoubling = 360

/** A pinch arrives as a wheel with Ctrl, in much smaller steps. */
const pinchTravelPerDoubling = 70

const lineHeightPx = 16

/** Wheel and pinch zoom at the pointer, a drag pans, a double-click toggles between fitted and 100%. */
function useViewerInput(element: { readonly current: HTMLElement | null }): void {
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
      changeView(viewer, (view, area, size) => toggleZoom(view, area, size, at))
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
    // Trackpads and tilt wheels pan sideways.
    if (!event.ctrlKey && Math.abs(across) > Math.abs(along)) {
      const by = { x: -across * window.devicePixelRatio, y: 0 }
      return changeView(viewer, (view, area, size) => panImageBy(view, area, size, by))
    }
    const factor = 2 ** (-along / (event.ctrlKey ? pinchTravelPerDoubling : travelPerDoubling))
    return changeView(viewer, (view, area, size) =>
      zoomTo(view, area, size, at, placeInView(view, area, size).zoom * factor),
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
    // Capturing the pointer would swallow a button's click.
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
    changeView(viewer, (view, area, size) => panImageBy(view, area, size, by))
  }
  target.addEventListener('pointerdown', handleDown, { signal })
  target.addEventListener('pointermove', handleMove, { signal })
  target.addEventListener('pointerup', end, { signal })
  target.addEventListener('pointercancel', end, { signal })
}
