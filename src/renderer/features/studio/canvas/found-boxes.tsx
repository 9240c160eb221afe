import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/found-objects.ts'
import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { Viewport, ViewSize } from '../../../editor/session/viewport.ts'
import './found-boxes.css'
import { toStage } from './stage-coordinates.ts'

/** Outlines and numbers of the objects that were found by words; the list in the options controls them. */
export function FoundBoxes({ session }: { readonly session: CanvasSession }): ReactNode {
  const found = useStore(session.store, (state) => state.foundObjects)
  const viewport = useStore(session.store, (state) => state.viewport)
  const view = useStore(session.store, (state) => state.viewSize)
  if (found === null || view === null) return null
  const drawn = found.objects.map(({ box, score, isSelected }, at) => ({
    at,
    corners: cornersOf(box, viewport, view),
    text: messages.foundObject({ at: at + 1, percent: Math.round(score * 100) }),
    state: at === found.pointed ? 'pointed' : isSelected ? 'selected' : 'other',
  }))
  return (
    <div className="found-boxes" aria-hidden="true">
      <svg>
        {drawn.map(({ at, corners, state }) => {
          const points = corners.map(({ x, y }) => `${x},${y}`).join(' ')
          return (
            <g key={at} data-state={state}>
              <polygon className="found-boxes-edge" points={points} />
              <polygon points={points} />
            </g>
          )
        })}
      </svg>
      {drawn.map(({ at, corners, text, state }) => (
        <span key={at} data-state={state} style={placeOf(corners, view)}>
          {text}
        </span>
      ))}
    </div>
  )
}

function cornersOf({ x, y, widthPx, heightPx }: Rect, viewport: Viewport, view: ViewSize): readonly Point[] {
  return [
    { x, y },
    { x: x + widthPx, y },
    { x: x + widthPx, y: y + heightPx },
    { x, y: y + heightPx },
  ].map((corner) => toStage(corner, viewport, view))
}

/** Inside the corner that is top left on screen, and never beside the canvas. */
function placeOf(corners: readonly Point[], { widthPx, heightPx, dpr }: ViewSize): { left: string; top: string } {
  const left = Math.min(...corners.map(({ x }) => x))
  const top = Math.min(...corners.map(({ y }) => y))
  return {
    left: `${Math.max(4, Math.min(widthPx / dpr - 80, left + 4))}px`,
    top: `${Math.max(4, Math.min(heightPx / dpr - 24, top + 4))}px`,
  }
}
