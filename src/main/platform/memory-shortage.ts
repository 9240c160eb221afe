import { createEmitter } from '../../shared/util/create-emitter.ts'
import { availableMemory } from './available-memory.ts'

/** Below this other programs need the memory: the engine's process is ended at the same point. */
const shortBytes = 1_024 ** 3
/** No operating system tells main that memory is low, so it is polled while somebody listens. */
const lookEveryMs = 2_000

const holds = () => availableMemory() < shortBytes

/** Whether too little memory is available. */
export function createMemoryShortage(): {
  holds(): boolean
  onChanged(listener: () => void): () => void
} {
  const { on, emit } = createEmitter()
  return {
    holds,
    onChanged(listener) {
      let was = holds()
      const timer = setInterval(() => {
        const is = holds()
        if (is !== was) emit()
        was = is
      }, lookEveryMs).unref()
      const stop = on(listener)
      return () => {
        clearInterval(timer)
        stop()
      }
    },
  }
}
