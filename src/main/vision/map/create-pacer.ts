import { setTimeout } from 'node:timers/promises'
import { throwIfAborted, untilAborted } from '../../../shared/util/until-aborted.ts'
import type { Steps } from './steps.ts'

/** Work between two rests: other calls of the thread wait so long at most. */
const sliceMs = 20
/** Leaves a fifth of a processor to others, who may be drawing the window. */
const restMs = 5
const reportEveryMs = 150

export interface Pacer {
  /** Runs steps with rests between them. @throws request/cancelled */
  run<T>(steps: Steps<T>, options: { readonly signal: AbortSignal; onProgress?(done: number): void }): Promise<T>
  setPaused(isPaused: boolean): void
}

export function createPacer(): Pacer {
  /** Settles when the work is resumed; null = it is not paused. */
  let resumed: PromiseWithResolvers<void> | null = null

  async function rest(signal: AbortSignal): Promise<void> {
    await setTimeout(restMs)
    if (resumed !== null) await untilAborted(resumed.promise, signal)
    throwIfAborted(signal)
  }

  return {
    async run(steps, { signal, onProgress }) {
      let restedMs = performance.now()
      let reportedMs = restedMs
      for (;;) {
        const { done, value } = steps.next()
        if (done) return value
        const nowMs = performance.now()
        if (nowMs - restedMs < sliceMs) continue
        if (nowMs - reportedMs >= reportEveryMs) {
          onProgress?.(value)
          reportedMs = nowMs
        }
        await rest(signal)
        restedMs = performance.now()
      }
    },
    setPaused(isPaused) {
      if (isPaused) resumed ??= Promise.withResolvers<void>()
      else {
        resumed?.resolve()
        resumed = null
      }
    },
  }
}
