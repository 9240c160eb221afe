import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import type { CanvasView, PlacedImage } from '../view/canvas-view.ts'
import './canvas-stage.css'
import { ComparisonSlider } from './comparison-slider.tsx'
import { mountCanvas } from './mount-canvas.ts'
import { RectangleDialog } from './rectangle-dialog.tsx'
import { StageNotes } from './stage-notes.tsx'

export interface CanvasStageProps {
  readonly session: CanvasSession
  /** Accessible name, for example the picture's name. */
  readonly label: string
  /** A picture of the same size shown over the base, as the one selected in the strip; null = only the base. */
  readonly result: { readonly id: AssetId } | null
  /** A coarse look at a running job, drawn stretched over `box`. */
  readonly preview: PlacedImage | null
  /** `slider`: the base left of a divider, the result right of it. */
  readonly comparison: 'off' | 'slider'
  readonly isMac: boolean
  readonly onPictureFailure: (id: string) => void
}

/** The picture with its mask, fitted to the parent element. Undo and redo change the base through the session. */
export function CanvasStage(props: CanvasStageProps): ReactNode {
  const { session, result, preview, comparison } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useCanvasView(host, props)
  const baseId = useStore(session.store, (state) => state.baseId)
  const activeTool = useStore(session.store, (state) => state.activeTool)
  const isAskingRectangle = useStore(session.store, (state) => state.isAskingRectangle)
  const isOriginalHeld = useStore(session.store, (state) => state.isOriginalHeld)
  const [split, setSplit] = useState(0.5)
  const resultId = result === null || result.id === baseId ? null : result.id
  const isComparing = comparison === 'slider' && resultId !== null

  useEffect(() => view?.setBase(baseId), [view, baseId])
  useEffect(() => view?.setResult(resultId), [view, resultId])
  useEffect(() => view?.setPreview(preview), [view, preview])
  useEffect(() => view?.setSplit(isComparing ? split : null), [view, isComparing, split])

  return (
    <>
      <div className="canvas-stage" data-tool={activeTool}>
        {/* The picture takes pointer painting; everything it does is also a command in the palette. */}
        <div ref={host} className="canvas-stage-view" role="img" aria-label={props.label} data-testid="canvas-view" />
        {isComparing && !isOriginalHeld && <ComparisonSlider session={session} split={split} onChange={setSplit} />}
        <StageNotes session={session} />
      </div>
      {/* Beside the stage: inside, its keys would be the canvas's. */}
      {isAskingRectangle && <RectangleDialog session={session} />}
    </>
  )
}

function useCanvasView(host: React.RefObject<HTMLDivElement | null>, props: CanvasStageProps): CanvasView | null {
  const { session, isMac, onPictureFailure } = props
  const [view, setView] = useState<CanvasView | null>(null)
  const reportFailure = useRef(onPictureFailure)
  useEffect(() => {
    reportFailure.current = onPictureFailure
  }, [onPictureFailure])
  useEffect(() => {
    if (host.current === null) return undefined
    const mounted = mountCanvas({
      host: host.current,
      session,
      isMac,
      onPictureFailure: (id) => reportFailure.current(id),
    })
    setView(mounted.view)
    return () => {
      setView(null)
      mounted.unmount()
    }
  }, [host, session, isMac])
  return view
}
