import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, DocumentId } from '../../../../shared/domain/ids.ts'
import type { LivePause, LiveSession } from '../../../../shared/domain/live.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { Client } from '../../../client/index.ts'
import type { FramePrompts } from './frame-prompts.ts'

/** What is drawn with, and how it is shown. */
export interface LiveSettings {
  readonly model: string
  readonly strength: number
  readonly seed: number
  readonly view: 'beside' | 'over'
  /** Of frames over the image, 0 to 1. */
  readonly opacity: number
}

export interface LiveCanvasState extends LiveSettings {
  /** null = it starts. */
  readonly session: LiveSession | null
  readonly isDrawing: boolean
  /** `hidden`: the window cannot be seen. `input`: the pointer lags behind. */
  readonly pause: LivePause | 'hidden' | 'input' | null
  readonly framesPerSecond: number | null
  /** The newest finished frame. */
  readonly frame: { readonly number: number; readonly blob: Blob } | null
  /** Why it has stopped; null = it has not. */
  readonly error: unknown
  readonly isKeeping: boolean
  /** What cannot be read in the prompt: nothing is drawn until it is another one. null = nothing. */
  readonly promptProblem: string | null
}

/** Where snapshots come from. */
export interface SnapshotSource {
  take(): Promise<Uint8Array<ArrayBuffer> | null>
  dispose(): void
}

export interface LiveCanvasOptions {
  readonly client: Pick<Client, 'call' | 'on'>
  readonly documentSize: () => Size
  /** As a model gets them, with choices drawn by a seed. */
  readonly prompts: (model: string, seed: number) => Promise<FramePrompts>
  readonly openSnapshots: (size: Size, onChange: () => void) => SnapshotSource
  readonly settings: LiveSettings
}

export interface LiveCanvas {
  readonly store: StoreApi<LiveCanvasState>
  /** Starts with the model that is set; what was running ends. `evenIfSlow`: however slow it is here; absent = as last time. */
  start(evenIfSlow?: boolean): Promise<void>
  change(settings: Partial<LiveSettings>): void
  /** The canvas, the prompt or a setting is another one: a new frame is due. */
  touch(): void
  /** Stops drawing at once, or goes on, for a reason of the window. */
  hold(reason: 'hidden' | 'input', isHeld: boolean): void
  keep(documentId: DocumentId, assetId: AssetId): Promise<void>
  stop(): void
}

/**
 * Sends snapshots of the canvas, one at a time, for as long as it changes, and holds the newest frame. After `stop`
 * nothing changes any more.
 */
export function createLiveCanvas(options: LiveCanvasOptions): LiveCanvas {
  const store = createStore<LiveCanvasState>(() => ({
    ...options.settings,
    session: null,
    isDrawing: false,
    pause: null,
    framesPerSecond: null,
    frame: null,
    error: null,
    isKeeping: false,
    promptProblem: null,
  }))
  return new RunningLive(store, options)
}

class RunningLive implements LiveCanvas {
  readonly store: StoreApi<LiveCanvasState>
  readonly #options: LiveCanvasOptions
  readonly #held = new Set<'hidden' | 'input'>()
  readonly #stopListening: () => void
  #snapshots: SnapshotSource | null = null
  /** Ends with the session. */
  #run = new AbortController()
  #drawing: AbortController | null = null
  #isDue = false
  #evenIfSlow = false

  constructor(store: StoreApi<LiveCanvasState>, options: LiveCanvasOptions) {
    this.store = store
    this.#options = options
    this.#stopListening = options.client.on('live.changed', ({ id, pause, framesPerSecond }) => {
      if (this.store.getState().session?.id === id) this.#show({ pause, framesPerSecond })
    })
  }

  async start(evenIfSlow = this.#evenIfSlow): Promise<void> {
    this.#end()
    this.#evenIfSlow = evenIfSlow
    const run = (this.#run = new AbortController())
    this.store.setState({ error: null, pause: null, framesPerSecond: null, frame: null })
    try {
      const { client, documentSize, openSnapshots } = this.#options
      const { model } = this.store.getState()
      const session = await client.call('live.start', { model, size: documentSize(), evenIfSlow })
      if (run.signal.aborted) return void client.call('live.stop', { id: session.id }).catch(() => undefined)
      this.#snapshots = openSnapshots(session.size, () => this.touch())
      this.store.setState({ session })
      this.#isDue = true
      this.#show(session)
    } catch (error) {
      if (!run.signal.aborted) this.store.setState({ error })
    }
  }

  change(settings: Partial<LiveSettings>): void {
    this.store.setState(settings)
    if (settings.strength !== undefined || settings.seed !== undefined) this.touch()
  }

  touch(): void {
    this.#isDue = true
    this.#pump()
  }

  hold(reason: 'hidden' | 'input', isHeld: boolean): void {
    if (isHeld) this.#held.add(reason)
    else this.#held.delete(reason)
    this.#show(null)
  }

  async keep(documentId: DocumentId, assetId: AssetId): Promise<void> {
    const { session, frame } = this.store.getState()
    if (session === null || frame === null) return
    this.store.setState({ isKeeping: true })
    try {
      await this.#options.client.call('live.keep', { id: session.id, number: frame.number, documentId, assetId })
    } finally {
      this.store.setState({ isKeeping: false })
    }
  }

  stop(): void {
    this.#end()
    this.#stopListening()
  }

  /** `state`: as main says; null = unchanged. */
  #show(state: Pick<LiveSession, 'pause' | 'framesPerSecond'> | null): void {
    const [held = null] = this.#held
    const { session } = this.store.getState()
    if (session !== null && state !== null) this.store.setState({ session: { ...session, ...state } })
    const { pause = null, framesPerSecond = null } = this.store.getState().session ?? {}
    this.store.setState({ pause: held ?? pause, framesPerSecond })
    if (this.store.getState().pause === null) this.#pump()
    else this.#cancelDrawing()
  }

  /** What was being drawn is still due. */
  #cancelDrawing(): void {
    if (this.#drawing === null) return
    this.#isDue = true
    this.#drawing.abort()
  }

  #pump(): void {
    const { session, pause, error } = this.store.getState()
    const isReady = session !== null && pause === null && error === null && !this.#run.signal.aborted
    if (!isReady || !this.#isDue || this.#drawing !== null) return
    this.#isDue = false
    const drawing = (this.#drawing = new AbortController())
    void this.#draw(session.id, drawing.signal, this.#run.signal).finally(() => {
      if (this.#drawing === drawing) this.#drawing = null
      this.#pump()
    })
  }

  async #draw(id: string, signal: AbortSignal, run: AbortSignal): Promise<void> {
    this.store.setState({ isDrawing: true })
    try {
      const snapshotPng = await this.#snapshots?.take()
      if (!snapshotPng || signal.aborted || run.aborted) return
      const { model, strength, seed } = this.store.getState()
      const prompts = await this.#options.prompts(model, seed)
      if (signal.aborted || run.aborted) return
      const promptProblem = 'problem' in prompts ? prompts.problem : null
      this.store.setState({ promptProblem })
      if ('problem' in prompts) return
      const input = { id, snapshotPng, ...prompts, strength, seed }
      const { frame, state } = await this.#options.client.call('live.draw', input, { signal })
      if (run.aborted) return
      if (frame === null) this.#isDue = true
      else this.store.setState({ frame: { number: frame.number, blob: pngBlob(frame.png) } })
      this.#show(state)
    } catch (error) {
      const isCanceled = error instanceof AppError && error.code === 'request/cancelled'
      if (!run.aborted && !isCanceled) this.store.setState({ error })
    } finally {
      if (!run.aborted) this.store.setState({ isDrawing: false })
    }
  }

  #end(): void {
    const { session } = this.store.getState()
    this.#run.abort()
    this.#drawing?.abort()
    this.#drawing = null
    this.#snapshots?.dispose()
    this.#snapshots = null
    this.store.setState({ session: null, isDrawing: false })
    if (session !== null) void this.#options.client.call('live.stop', { id: session.id }).catch(() => undefined)
  }
}

const pngBlob = (png: Uint8Array) => new Blob([new Uint8Array(png)], { type: 'image/png' })
