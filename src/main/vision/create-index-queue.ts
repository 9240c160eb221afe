import { setTimeout } from 'node:timers/promises'
import { toErrorData } from '../../shared/errors/index.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Logger } from '../platform/logger.ts'
import type { IndexWatch } from './embeddings.ts'

interface IndexQueueOptions<Model> {
  /** The first is used. */
  readonly models: () => Promise<{ readonly models: readonly Model[] }>
  /** Does all that is left to do, and goes on from there when it is called again. */
  readonly index: (model: Model, watch: IndexWatch) => Promise<unknown>
  /** Whether a person wants it; asked before each run. */
  readonly isOn: () => boolean
  readonly logger: Logger
  /** Delay before a run: program startup, and a burst of new images, go first. */
  readonly delayMs?: number
}

export interface IndexQueue {
  /** Does what is left to do, if a model is installed and it is switched on; stops a run if it is switched off. */
  wake(): void
  /** `problem`: why the last run ended early; null = it did not. */
  state(): { readonly isRunning: boolean; readonly problem: string | null }
  onChanged(listener: () => void): () => void
  /** Tells the listeners of a change made elsewhere. */
  changed(): void
  dispose(): Promise<void>
}

/** Works through the library in the background. A run ends with the program and goes on at the next start. */
export function createIndexQueue<Model extends { readonly id: string }>(options: IndexQueueOptions<Model>): IndexQueue {
  const { models, index, isOn, logger, delayMs = 2_000 } = options
  const changed = createEmitter()
  let run: { readonly stop: AbortController; readonly done: Promise<void> } | null = null
  let workedWith: string | null = null
  let isWoken = false
  let isDisposed = false
  let problem: string | null = null

  async function work(signal: AbortSignal): Promise<void> {
    await setTimeout(delayMs, undefined, { signal }).catch(() => undefined)
    while (isWoken && !signal.aborted) {
      isWoken = false
      const [model] = (await models()).models
      if (model === undefined) return
      problem = null
      workedWith = model.id
      await index(model, { signal, onProgress: changed.emit })
    }
  }

  function noteFailure(thrown: unknown): void {
    const { code, message } = toErrorData(thrown)
    if (code === 'request/cancelled') return
    problem = message
    logger.warn('vision.index-stopped', { error: thrown })
  }

  function wake(): void {
    if (isDisposed) return
    if (!isOn()) {
      run?.stop.abort()
      return
    }
    isWoken = true
    if (run !== null) {
      void stopIfReplaced(run.stop, workedWith, models)
      return
    }
    const stop = new AbortController()
    const done = work(stop.signal)
      .catch(noteFailure)
      .finally(() => {
        run = null
        workedWith = null
        // Switched off and on again before the run had stopped, or another model was chosen.
        if (isWoken && stop.signal.aborted) wake()
        changed.emit()
      })
    run = { stop, done }
  }

  return {
    wake,
    state: () => ({ isRunning: run !== null, problem }),
    onChanged: changed.on,
    changed: changed.emit,
    async dispose() {
      isDisposed = true
      run?.stop.abort()
      await run?.done
    },
  }
}

/** A model chosen meanwhile does not wait until the one before is done with the library. */
async function stopIfReplaced(
  stop: AbortController,
  workedWith: string | null,
  models: IndexQueueOptions<{ readonly id: string }>['models'],
): Promise<void> {
  const found = await models().catch(() => null)
  const [model] = found?.models ?? []
  if (model !== undefined && workedWith !== null && model.id !== workedWith) stop.abort()
}
