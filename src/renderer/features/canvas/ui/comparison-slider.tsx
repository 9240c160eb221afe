import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { CanvasSession } from '../session/canvas-session.ts'
import { toScreen } from '../session/viewport.ts'

interface ComparisonSliderProps {
  readonly session: CanvasSession
  /** Share of the picture's width that shows the original. */
  readonly split: number
  readonly onChange: (split: number) => void
}

/** The divider between before (left) and after (right). */
export function ComparisonSlider({ session, split, onChange }: ComparisonSliderProps): ReactNode {
  const viewport = useStore(session.store, (state) => state.viewport)
  const view = useStore(session.store, (state) => state.viewSize)
  const grip = useRef(0)
  if (view === null) return null
  const { widthPx } = session.size
  const left = toScreen(viewport, { x: split * widthPx, y: 0 }).x / view.dpr
  const cssWidth = (widthPx * viewport.zoom) / view.dpr
  const change = (next: number) => onChange(Math.min(1, Math.max(0, next)))

  const handlePress = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = event.clientX - split * cssWidth
  }
  const handleMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) change((event.clientX - grip.current) / cssWidth)
  }
  const handleKey = (event: KeyboardEvent) => {
    const next = keyTarget(event, split)
    if (next === null) return
    event.preventDefault()
    // The arrows also walk the strip of results.
    event.stopPropagation()
    change(next)
  }

  return (
    <div
      className="canvas-stage-divider"
      style={{ left: `${left}px` }}
      role="slider"
      tabIndex={0}
      aria-label="Before and after"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      aria-valuetext={`${Math.round(split * 100)} % before`}
      onPointerDown={handlePress}
      onPointerMove={handleMove}
      onKeyDown={handleKey}
    >
      <span className="canvas-stage-grip" aria-hidden="true" />
    </div>
  )
}

function keyTarget(event: KeyboardEvent, split: number): number | null {
  const step = event.shiftKey ? 0.1 : 0.02
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
