import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/canvas.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { Viewport, ViewSize } from '../../../editor/session/viewport.ts'
import './box-handles.css'
import { boxSides, edgeOf, moveSide, sideMiddle, type BoxSide } from './box-sides.ts'
import { pointerToImage, toStage } from './stage-coordinates.ts'

/**
 * The area that is sent: a tag with its size and, once it is activated, a handle on each side. Handles are hidden until
 * then, so that none is in the way of a brush.
 */
export function BoxHandles({ session }: { readonly session: CanvasSession }): ReactNode {
  const planned = useStore(session.store, (state) => state.plannedBox)
  const isOwn = useStore(session.store, (state) => state.box !== null)
  const viewport = useStore(session.store, (state) => state.viewport)
  const view = useStore(session.store, (state) => state.viewSize)
  const [isTakenUp, setIsTakenUp] = useState(false)
  if (planned === null || view === null) return null
  const tag = tagPlace(planned, viewport, view)
  return (
    <div className="box-handles" role="group" aria-label={messages.sentArea} onKeyDown={keepKeys}>
      <div className="box-handles-tag" style={{ left: `${tag.x}px`, top: `${tag.y}px` }}>
        <button type="button" aria-pressed={isTakenUp} onClick={() => setIsTakenUp(!isTakenUp)}>
          {messages.sentSize({ widthPx: planned.widthPx, heightPx: planned.heightPx })}
        </button>
        {isTakenUp && isOwn && (
          <button type="button" onClick={() => session.edit.changeBox(null)}>
            {messages.automatic}
          </button>
        )}
      </div>
      {isTakenUp &&
        boxSides.map((side) => (
          <SideHandle key={side} session={session} side={side} box={planned} viewport={viewport} view={view} />
        ))}
    </div>
  )
}

interface SideHandleProps {
  readonly session: CanvasSession
  readonly side: BoxSide
  readonly box: Rect
  readonly viewport: Viewport
  readonly view: ViewSize
}

function SideHandle({ session, side, box, viewport, view }: SideHandleProps): ReactNode {
  const size = useStore(session.store, (state) => state.size)
  const isAcross = side === 'left' || side === 'right'
  const position = toStage(sideMiddle(box, side), viewport, view)
  /** The box at the start of the drag: replanning may move its other sides meanwhile. */
  const held = useRef(box)
  const handlePress = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = box
  }
  const handleMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const at = pointerToImage(event, viewport, view)
    session.edit.changeBox(moveSide(held.current, side, isAcross ? at.x : at.y, size))
  }
  const handleKey = (event: KeyboardEvent) => {
    const step = stepOf(event)
    if (step === 0) return
    event.preventDefault()
    event.stopPropagation()
    session.edit.changeBox(moveSide(box, side, edgeOf(box, side) + step, size))
  }
  return (
    <div
      className="box-handles-side"
      style={{ left: `${position.x}px`, top: `${position.y}px`, cursor: cursorFor(isAcross, viewport.rotationDeg) }}
      role="slider"
      tabIndex={0}
      aria-label={sideNames[side]}
      aria-orientation={isAcross ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={isAcross ? size.widthPx : size.heightPx}
      aria-valuenow={edgeOf(box, side)}
      aria-valuetext={messages.edgeValue({ edge: edgeOf(box, side), width: box.widthPx, height: box.heightPx })}
      onPointerDown={handlePress}
      onPointerMove={handleMove}
      onKeyDown={handleKey}
    />
  )
}

/** Keys pressed here are not for the tool. */
function keepKeys(event: KeyboardEvent): void {
  if (event.key === 'Enter' || event.key === ' ') event.stopPropagation()
}

const sideNames: Readonly<Record<BoxSide, string>> = {
  left: messages.leftEdge,
  top: messages.topEdge,
  right: messages.rightEdge,
  bottom: messages.bottomEdge,
}

/** Image pixels; right and down are positive. */
function stepOf({ key, shiftKey }: KeyboardEvent): number {
  const px = shiftKey ? 64 : 8
  if (key === 'ArrowRight' || key === 'ArrowDown') return px
  return key === 'ArrowLeft' || key === 'ArrowUp' ? -px : 0
}

function cursorFor(isAcross: boolean, rotationDeg: number): string {
  const isTurned = Math.abs(Math.abs(rotationDeg) - 90) < 45
  return isAcross === isTurned ? 'ns-resize' : 'ew-resize'
}

/** Above the topmost corner on screen, or below it if the box begins above the canvas. */
function tagPlace({ x, y, widthPx, heightPx }: Rect, viewport: Viewport, view: ViewSize): { x: number; y: number } {
  const corners = [
    { x, y },
    { x: x + widthPx, y },
    { x: x + widthPx, y: y + heightPx },
    { x, y: y + heightPx },
  ].map((corner) => toStage(corner, viewport, view))
  const top = Math.min(...corners.map((corner) => corner.y))
  const left = Math.min(...corners.filter((corner) => corner.y < top + 1).map((corner) => corner.x))
  const [width, height] = [view.widthPx / view.dpr, view.heightPx / view.dpr]
  return {
    x: Math.max(4, Math.min(width - 140, left)),
    y: Math.max(4, Math.min(height - 28, top - 26)),
  }
}
