import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/canvas-panels.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { CanvasView } from '../../../editor/view/canvas-view.ts'
import { placeDivider, startOfDivider } from './place-divider.ts'
import { pointerToImage } from './stage-coordinates.ts'

interface ComparisonSliderProps {
  readonly session: CanvasSession
  readonly view: CanvasView | null
  /** The whole original is shown for a moment. */
  readonly isOriginalHeld: boolean
}

/** The divider between before (left of it in the image) and after. It starts at the center of the change. */
export function ComparisonSlider({ session, view: canvas, isOriginalHeld }: ComparisonSliderProps): ReactNode {
  const viewport = useStore(session.store, (state) => state.viewport)
  const view = useStore(session.store, (state) => state.viewSize)
  const widthPx = useStore(session.store, (state) => state.size.widthPx)
  /** Share of the image's width that shows the original. */
  const [split, setSplit] = useState(() => startOfDivider(session.store.getState()))
  useEffect(() => canvas?.setSplit(split), [canvas, split])
  useEffect(() => () => canvas?.setSplit(null), [canvas])
  const grip = useRef(0)
  if (view === null || isOriginalHeld) return null
  const { left, top, lengthCssPx } = placeDivider(viewport, view, split * widthPx)
  const change = (next: number) => setSplit(Math.min(1, Math.max(0, next)))
  const shareAt = (event: PointerEvent<HTMLElement>) => pointerToImage(event, viewport, view).x / widthPx

  const handlePress = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = shareAt(event) - split
  }
  const handleMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) change(shareAt(event) - grip.current)
  }
  const handleKey = (event: KeyboardEvent) => {
    const next = keyTarget(event, split, viewport.isMirrored)
    if (next === null) return
    event.preventDefault()
    // The arrows also navigate the results strip.
    event.stopPropagation()
    change(next)
  }

  return (
    <div
      className="canvas-stage-divider"
      style={{
        left: `${left}px`,
        top: `${top}px`,
        height: `${lengthCssPx}px`,
        transform: `translate(-50%, -50%) rotate(${viewport.rotationDeg}deg)`,
      }}
      role="slider"
      tabIndex={0}
      aria-label={messages.beforeAfter}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      aria-valuetext={messages.percentBefore({ share: Math.round(split * 100) })}
      onPointerDown={handlePress}
      onPointerMove={handleMove}
      onKeyDown={handleKey}
    >
      <span className="canvas-stage-grip" aria-hidden="true" />
      <div
        className="canvas-stage-sides"
        data-is-upright={viewport.rotationDeg === 0}
        data-is-mirrored={viewport.isMirrored}
        aria-hidden="true"
      >
        <span>{messages.before}</span>
        <span>{messages.after}</span>
      </div>
    </div>
  )
}

function keyTarget(event: KeyboardEvent, split: number, isMirrored: boolean): number | null {
  const step = (event.shiftKey ? 0.1 : 0.02) * (isMirrored ? -1 : 1)
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return split - step
    case 'ArrowRight':
    case 'ArrowUp':
      return split + step
    case 'Home':
      return 0
    case 'End':
      return 1
    default:
      return null
  }
}
