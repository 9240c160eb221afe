import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { CanvasSession } from '../session/canvas-session.ts'
import type { CanvasState } from '../session/create-canvas-store.ts'

/** What the hand must know and the picture alone does not show. */
export function StageNotes({ session }: { readonly session: CanvasSession }): ReactNode {
  const hidden = useStore(session.store, hiddenNote)
  const painting = useStore(session.store, samplingNote)
  const isOriginalHeld = useStore(session.store, (state) => state.isOriginalHeld)
  return (
    <div className="canvas-stage-notes" aria-live="polite">
      {painting !== null && (
        <span className="canvas-stage-note">
          <span className="canvas-stage-swatch" aria-hidden="true" />
          {painting}
        </span>
      )}
      {hidden !== null && <span className="canvas-stage-note">{hidden}</span>}
      {isOriginalHeld && <span className="canvas-stage-note">Original</span>}
    </div>
  )
}

/** Nothing that is sent may be out of sight without a word. */
function hiddenNote({ isOverlayVisible, hasMask, hasSampling, sampling }: CanvasState): string | null {
  const hasArea = sampling === 'painted' && hasSampling
  if (isOverlayVisible || (!hasMask && !hasArea)) return null
  if (hasMask && hasArea) return 'Mask and sampling area hidden, they still apply · Q shows them'
  return hasMask ? 'Mask hidden, it still applies · Q shows it' : 'Sampling area hidden, it still applies · Q shows it'
}

function samplingNote({ target, hasSampling }: CanvasState): string | null {
  if (target === 'mask') return null
  return hasSampling ? 'Painting where the fill may copy from · G for the mask' : 'Paint where the fill may copy from'
}
