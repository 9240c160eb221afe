import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { useProviders, useServices, useSettings, type Services } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { DocumentSnapshots } from '../../../editor/view/document-snapshots.ts'
import { findModel } from '../../../lib/models/model-ref.ts'
import { throttle } from '../../../../shared/util/debounce.ts'
import type { StudioState } from '../create-studio-store.ts'
import { useTask } from '../form/use-generate.ts'
import { useStudio } from '../studio-context.ts'
import { createLiveCanvas, type LiveCanvas } from './create-live-canvas.ts'
import { liveModels } from './live-models.ts'
import { framePrompts } from './frame-prompts.ts'
import { liveStore } from './live-store.ts'
import { watchInput } from './watch-input.ts'

/** The live canvas of a document; null = it is not running. */
export function useRunningLive(canvas: CanvasSession): LiveCanvas | null {
  return useStore(liveStore, ({ running }) => (running?.canvas === canvas ? running.live : null))
}

/** The model to start with: the one used last, or else the fastest; null = there is none. */
export function useFirstModel(): string | null {
  const ids = liveModels(useProviders()).map(({ id }) => id)
  const model = useSettings(({ live }) => live.model)
  return model !== null && ids.includes(model) ? model : (ids[0] ?? null)
}

/** Runs the live canvas while the caller is mounted. `model`: to start with. */
export function useLiveCanvas(canvas: CanvasSession, model: string): void {
  const services = useServices()
  const { store } = useStudio()
  const [first] = useState(model)
  useEndWithTask()

  useEffect(() => {
    const { client, settings, providers, prompts } = services
    const live = createLiveCanvas({
      client,
      documentSize: () => canvas.size,
      prompts: (id, seed) => {
        const match = findModel(providers.store.getState().providers, { provider: 'local', model: id })
        const written = { prompts: canvas.store.getState().prompts, form: store.getState().form }
        return framePrompts(prompts, match, written, seed)
      },
      openSnapshots: (size, onChange) => new DocumentSnapshots(canvas, size, onChange),
      settings: { ...settings.store.getState().live, model: first, seed: lastSeed },
    })
    liveStore.setState({ running: { canvas, live } })
    const stops = [watch(canvas, live), watchWords(services, store, live), rememberSettings(services, live)]
    void live.start(false)
    return () => {
      for (const stop of stops) stop()
      live.stop()
      liveStore.setState({ running: null })
    }
  }, [services, store, canvas, first])
}

/** Held for as long as the window is open: the next start is another session. */
let lastSeed = 1

const rememberAfterMs = 500

/** Keeps what the person sets for the next time, also across starts. */
function rememberSettings({ client, settings }: Pick<Services, 'client' | 'settings'>, live: LiveCanvas): () => void {
  const keep = () => {
    const { model, strength, view, opacity, seed } = live.store.getState()
    lastSeed = seed
    const next = { model, strength, view, opacity }
    // Every frame changes the store.
    if (JSON.stringify(next) !== JSON.stringify(settings.store.getState().live)) settings.change({ live: next })
  }
  const stops = [live.store.subscribe(throttle(keep, rememberAfterMs)), client.on('app.closing', keep)]
  return () => {
    for (const stop of stops) stop()
    keep()
  }
}

/** What the words of a frame depend on besides the document's prompts. */
function watchWords(
  { prompts, references }: Pick<Services, 'prompts' | 'references'>,
  store: StoreApi<StudioState>,
  live: LiveCanvas,
): () => void {
  const stops = [
    prompts.store.subscribe(({ styles, lists }, previous) => {
      if (styles !== previous.styles || lists !== previous.lists) live.touch()
    }),
    references.store.subscribe(({ all }, previous) => {
      if (all !== previous.all) live.touch()
    }),
    store.subscribe(({ form: { styleIds, runs } }, { form: previous }) => {
      if (styleIds !== previous.styleIds || runs !== previous.runs) live.touch()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
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
