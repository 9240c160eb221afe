import { formatFixed, withPercent } from '../../../../shared/messages/formats.ts'
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import { maskTints } from '../../../../shared/domain/surfaces.ts'
import * as messages from '../../../../shared/messages/en/canvas-panels.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import { useCover } from '../../../client/index.ts'
import type { MaskThumbnail } from '../../../editor/raster/mask-thumbnail.ts'
import { classNames } from '../../../lib/class-names.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { seenCorners } from '../../../editor/session/viewport.ts'
import './navigator.css'

/** Size of the whole image in the panel, CSS pixels. */
const longestSidePx = 184
/** Zoom from 1/64 to 64, in steps of a sixteenth of a doubling. */
const stepsPerDoubling = 16
const doublings = 6

/** A small view of the whole image with the visible part marked; dragging it moves the view. */
export function Navigator({ session }: { readonly session: CanvasSession }): ReactNode {
  const size = useStore(session.store, (state) => state.size)
  const zoom = useStore(session.store, (state) => state.viewport.zoom)
  const scale = longestSidePx / Math.max(size.widthPx, size.heightPx)
  return (
    <div className="navigator" role="group" aria-label={messages.navigator} onKeyDown={keepKeys}>
      <Overview session={session} size={size} scale={scale} />
      <div className="navigator-zoom">
        <input
          type="range"
          aria-label={messages.zoom}
          aria-valuetext={percent(zoom)}
          min={-doublings * stepsPerDoubling}
          max={doublings * stepsPerDoubling}
          value={Math.round(Math.log2(zoom) * stepsPerDoubling)}
          onChange={(event) => session.view.zoomTo(2 ** (event.target.valueAsNumber / stepsPerDoubling))}
        />
        <button
          type="button"
          aria-label={messages.zoomAndFit({ percent: percent(zoom) })}
          onClick={() => session.view.fit()}
        >
          {percent(zoom)}
        </button>
      </div>
    </div>
  )
}

interface OverviewProps {
  readonly session: CanvasSession
  readonly size: Size
  /** CSS pixels per image pixel. */
  readonly scale: number
}

function Overview({ session, size, scale }: OverviewProps): ReactNode {
  const baseId = useStore(session.store, (state) => state.baseId)
  const cover = useCover(baseId)
  /** From the center of the visible part to where it was grabbed. */
  const grip = useRef<Point>({ x: 0, y: 0 })
  const [width, height] = [size.widthPx * scale, size.heightPx * scale]
  const placeOf = (event: PointerEvent<HTMLElement>): Point => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale }
  }
  const moveTo = (at: Point) => session.view.centerOn({ x: at.x - grip.current.x, y: at.y - grip.current.y })
  const handlePress = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = placeOf(event)
    grip.current = gripAt(at, session)
    moveTo(at)
  }
  const handleMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(placeOf(event))
  }
  return (
    <div
      className="navigator-overview"
      style={{ width: `${width}px`, height: `${height}px` }}
      role="application"
      aria-label={messages.visibleArea}
      tabIndex={0}
      onPointerDown={handlePress}
      onPointerMove={handleMove}
      onKeyDown={(event) => panByKey(event, session)}
    >
      <img className={classNames(cover && 'is-covered')} src={assetUrl(baseId, 'thumb-512')} alt="" draggable={false} />
      <NavigatorMask session={session} widthCssPx={width} heightCssPx={height} />
      <SeenPart session={session} size={size} />
    </div>
  )
}

/** In image pixels: a rotated view shows as a rotated rectangle. */
function SeenPart({ session, size }: { readonly session: CanvasSession; readonly size: Size }): ReactNode {
  const viewport = useStore(session.store, (state) => state.viewport)
  const view = useStore(session.store, (state) => state.viewSize)
  if (view === null) return null
  const corners = seenCorners(viewport, view)
    .map(({ x, y }) => `${x},${y}`)
    .join(' ')
  const { widthPx, heightPx } = size
  const all = `M0,0 H${widthPx} V${heightPx} H0 Z M${corners.replaceAll(' ', ' L')} Z`
  return (
    <svg viewBox={`0 0 ${widthPx} ${heightPx}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={all} fillRule="evenodd" className="navigator-unseen" />
      <polygon points={corners} className="navigator-seen" />
    </svg>
  )
}

/** Inside the visible part, the drag starts from the grabbed point; elsewhere the part is centered on the pointer. */
function gripAt(at: Point, session: CanvasSession): Point {
  const { viewport, viewSize } = session.store.getState()
  if (viewSize === null) return { x: 0, y: 0 }
  const corners = seenCorners(viewport, viewSize)
  const middle = {
    x: corners.reduce((sum, { x }) => sum + x / 4, 0),
    y: corners.reduce((sum, { y }) => sum + y / 4, 0),
  }
  return isWithin(at, corners) ? { x: at.x - middle.x, y: at.y - middle.y } : { x: 0, y: 0 }
}

/** Whether a point is on the same side of all edges of a convex shape. */
function isWithin(at: Point, corners: readonly Point[]): boolean {
  const sides = corners.map((from, index) => {
    const to = corners[(index + 1) % corners.length] ?? from
    return Math.sign((to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x))
  })
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0)
}

/** A tenth of the view per press, half of it with Shift. */
function panByKey(event: KeyboardEvent, { store, view }: CanvasSession): void {
  const { viewSize } = store.getState()
  const directions: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [1, 0],
    ArrowRight: [-1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  }
  const direction = directions[event.key]
  if (direction === undefined || viewSize === null) return
  event.preventDefault()
  const share = event.shiftKey ? 0.5 : 0.1
  view.panBy(direction[0] * viewSize.widthPx * share, direction[1] * viewSize.heightPx * share)
}

/** Keys pressed here are not for the tool. */
function keepKeys(event: KeyboardEvent): void {
  if (event.key.startsWith('Arrow') || event.key === 'Enter' || event.key === ' ') event.stopPropagation()
}

function percent(zoom: number): string {
  const value = zoom * 100
  return withPercent(value < 10 ? formatFixed(value, 1) : Math.round(value))
}

interface NavigatorMaskProps {
  readonly session: CanvasSession
  readonly widthCssPx: number
  readonly heightCssPx: number
}

/** The masked area in the first mask's color, updated when the masks stop changing. */
function NavigatorMask({ session, widthCssPx, heightCssPx }: NavigatorMaskProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isShown = useStore(session.store, (state) => state.overlay !== 'off' && state.hasMask)
  const color = useStore(session.store, (state) => state.masks.find((mask) => mask.isOn)?.tint ?? maskTints[0])
  const longestPx = Math.round(Math.max(widthCssPx, heightCssPx) * window.devicePixelRatio)

  useEffect(() => {
    if (!isShown) return undefined
    let abort = new AbortController()
    const renew = () => {
      abort.abort()
      abort = new AbortController()
      session.output
        .maskThumbnail(longestPx, abort.signal)
        .then((thumbnail) => canvas.current && paint(canvas.current, thumbnail, color))
        // Rejects only when newer masks replace it.
        .catch(() => undefined)
    }
    renew()
    const stop = session.store.subscribe((state, previous) => {
      if (state.maskRevision !== previous.maskRevision) renew()
    })
    return () => {
      stop()
      abort.abort()
    }
  }, [session, isShown, color, longestPx])

  return isShown && <canvas ref={canvas} className="navigator-mask" aria-hidden="true" />
}

const opacity = 0.6

function paint(canvas: HTMLCanvasElement, { widthPx, heightPx, coverage }: MaskThumbnail, color: string): void {
  const rgb = Number.parseInt(color.slice(1), 16)
  const image = new ImageData(widthPx, heightPx)
  coverage.forEach((value, i) => {
    image.data.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, value * opacity], i * 4)
  })
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.putImageData(image, 0, 0)
}
