import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useProviders, useServices } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { DocumentSnapshots } from '../../../editor/view/document-snapshots.ts'
import { useTask } from '../form/use-generate.ts'
import { useStudio } from '../studio-context.ts'
import { createLiveCanvas, type LiveCanvas } from './create-live-canvas.ts'
import { liveModels } from './live-models.ts'
import { liveStore, recallSettings, rememberSettings } from './live-store.ts'
import { watchInput } from './watch-input.ts'

/** The live canvas of a document; null = it is not running. */
export function useRunningLive(canvas: CanvasSession): LiveCanvas | null {
  return useStore(liveStore, ({ running }) => (running?.canvas === canvas ? running.live : null))
}

/** The model to start with: the one used last, or else the fastest; null = there is none. */
export function useFirstModel(): string | null {
  const ids = liveModels(useProviders()).map(({ id }) => id)
  const { model } = recallSettings()
  return model !== null && ids.includes(model) ? model : (ids[0] ?? null)
}

/** Runs the live canvas while the caller is mounted. `model`: to start with. */
export function useLiveCanvas(canvas: CanvasSession, model: string): void {
  const { client } = useServices()
  const [first] = useState(model)
  useEndWithTask()

  useEffect(() => {
    const live = createLiveCanvas({
      client,
      documentSize: () => canvas.size,
      prompts: () => canvas.store.getState().prompts,
      openSnapshots: (size, onChange) => new DocumentSnapshots(canvas, size, onChange),
      settings: { ...recallSettings(), model: first },
    })
    liveStore.setState({ running: { canvas, live } })
    const stopWatching = watch(canvas, live)
    void live.start(false)
    return () => {
      stopWatching()
      rememberSettings(live.store.getState())
      live.stop()
      liveStore.setState({ running: null })
    }
  }, [client, canvas, first])
}

/** Another task is another intent: what was painted for the one before is not redrawn for it. */
function useEndWithTask(): void {
  const { store } = useStudio()
  const task = useTask()
  const [begun] = useState(task)
  useEffect(() => {
    if (task !== begun) store.setState({ liveOf: null })
  }, [store, task, begun])
}

/** Follows what a frame depends on besides the pixels, and what drawing must make way for. */
function watch(canvas: CanvasSession, live: LiveCanvas): () => void {
  const follow = () => live.hold('hidden', document.visibilityState === 'hidden')
  document.addEventListener('visibilitychange', follow)
  follow()
  let { widthPx, heightPx } = canvas.size
  const stops = [
    canvas.store.subscribe(({ prompts, size }, previous) => {
      if (prompts !== previous.prompts) live.touch()
      const isResized = size.widthPx !== widthPx || size.heightPx !== heightPx
      ;({ widthPx, heightPx } = size)
      // Frames have the shape of the document.
      if (isResized) void live.start()
    }),
    watchInput({ onLate: () => live.hold('input', true), onRested: () => live.hold('input', false) }),
    () => document.removeEventListener('visibilitychange', follow),
  ]
  return () => stops.forEach((stop) => stop())
}
