import { useEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/live.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { sheetMatrix } from '../../../editor/view/sheet.ts'
import { Button } from '../../../ui/button.tsx'
import { useCanvasState } from '../studio-context.ts'
import type { LiveCanvas } from './create-live-canvas.ts'
import { liveStore } from './live-store.ts'
import { useFirstModel, useLiveCanvas, useRunningLive } from './use-live.ts'

interface LiveViewProps {
  readonly canvas: CanvasSession
}

/** The frames, beside the canvas or over the image. */
export function LiveView({ canvas }: LiveViewProps): ReactNode {
  const model = useFirstModel()
  return model === null ? <NoModel /> : <RunningView canvas={canvas} model={model} />
}

function NoModel(): ReactNode {
  const { intents } = useServices()
  return (
    <section className="live-pane live-pane-empty" aria-label={messages.liveView}>
      <p>{messages.noModel}</p>
      <Button onClick={() => intents.send({ type: 'show-models', provider: 'local' })}>{messages.openModels}</Button>
    </section>
  )
}

function RunningView({ canvas, model }: LiveViewProps & { readonly model: string }): ReactNode {
  useLiveCanvas(canvas, model)
  const live = useRunningLive(canvas)
  return live !== null && <Frames canvas={canvas} live={live} />
}

interface FramesProps extends LiveViewProps {
  readonly live: LiveCanvas
}

function Frames({ canvas, live }: FramesProps): ReactNode {
  const view = useStore(live.store, (state) => state.view)
  const isCovered = useIsCovered()
  if (isCovered) return <CoveredFrames />
  if (view === 'over') return <FrameOver canvas={canvas} live={live} />
  return <FrameBeside live={live} />
}

/** Frames are replaced before they could be checked. */
function useIsCovered(): boolean {
  const isOn = useSettings((settings) => settings.safety.blockNsfw)
  const isRevealed = useStore(liveStore, (state) => state.isRevealed)
  return isOn && !isRevealed
}

function CoveredFrames(): ReactNode {
  return (
    <section className="live-pane live-pane-empty" aria-label={messages.liveView}>
      <p>{messages.framesCovered}</p>
      <Button onClick={() => liveStore.setState({ isRevealed: true })}>{messages.showFrames}</Button>
    </section>
  )
}

function FrameBeside({ live }: Pick<FramesProps, 'live'>): ReactNode {
  const hasFrame = useStore(live.store, (state) => state.frame !== null)
  return (
    <section className="live-pane" aria-label={messages.liveView}>
      <Frame live={live} />
      {!hasFrame && <p>{messages.paintToStart}</p>}
    </section>
  )
}

/** In the canvas's own place: moved, zoomed and turned with the image, and never in the way of the pointer. */
function FrameOver({ canvas, live }: FramesProps): ReactNode {
  const opacity = useStore(live.store, (state) => state.opacity)
  const viewport = useCanvasState(canvas, (state) => state.viewport)
  const view = useCanvasState(canvas, (state) => state.viewSize)
  const { widthPx, heightPx } = useCanvasState(canvas, (state) => state.size)
  const place = document.querySelector('.studio-canvas')
  if (view === null || place === null) return null
  const { a, b, c, d, e, f } = sheetMatrix(viewport, viewport.zoom / view.dpr)
  const transform = `matrix(${a}, ${b}, ${c}, ${d}, ${(e ?? 0) / view.dpr}, ${(f ?? 0) / view.dpr})`
  const style = { width: widthPx, height: heightPx, transform, opacity }
  return createPortal(
    <div className="live-over">
      <div className="live-over-image" style={style}>
        <Frame live={live} />
      </div>
    </div>,
    place,
  )
}

/** The newest frame; the one before stays until it is decoded, so that nothing flickers. */
function Frame({ live }: Pick<FramesProps, 'live'>): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useStore(live.store, (state) => state.frame)
  const isDrawing = useStore(live.store, (state) => state.isDrawing)
  const isStale = useStore(live.store, ({ error, pause }) => error !== null || pause === 'slow')
  useEffect(() => {
    if (frame === null) return undefined
    let isGone = false
    createImageBitmap(frame.blob).then(
      (bitmap) => {
        if (!isGone && canvas.current !== null) paint(canvas.current, bitmap)
        bitmap.close()
      },
      // A frame that cannot be decoded is not shown; the next one is on its way.
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [frame])
  return (
    <canvas
      ref={canvas}
      role="img"
      className="live-frame"
      aria-label={messages.liveFrame}
      aria-busy={isDrawing}
      data-number={frame?.number}
      data-stale={isStale}
      hidden={frame === null}
    />
  )
}

function paint(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width
    canvas.height = bitmap.height
  }
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
}
