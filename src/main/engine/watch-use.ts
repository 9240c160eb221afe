import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { LocalEngine } from './engine.ts'

/** Whether an engine is in use. */
export interface EngineUse {
  holds(): boolean
  onChanged(listener: () => void): () => void
}

/** One piece of work makes several calls, one right after the other. */
const defaultRestMs = 250

/**
 * Returns the same engine, and whether a call of it is in progress or was a moment ago. Work that must make way for all
 * other uses the engine itself and watches.
 */
export function watchUse(
  engine: LocalEngine,
  restMs = defaultRestMs,
): { readonly engine: LocalEngine; readonly use: EngineUse } {
  const { on: onChanged, emit } = createEmitter()
  let calls = 0
  let rest: ReturnType<typeof setTimeout> | null = null
  const holds = () => calls > 0 || rest !== null

  async function counted<T>(call: () => Promise<T>): Promise<T> {
    const wasInUse = holds()
    calls++
    if (rest !== null) clearTimeout(rest)
    rest = null
    if (!wasInUse) emit()
    try {
      return await call()
    } finally {
      calls--
      if (calls === 0) rest = setTimeout(endRest, restMs).unref()
    }
  }

  function endRest(): void {
    rest = null
    emit()
  }

  return {
    use: { holds, onChanged },
    engine: {
      inspect: (...args) => counted(() => engine.inspect(...args)),
      inspectEmpty: (...args) => counted(() => engine.inspectEmpty(...args)),
      prove: (...args) => counted(() => engine.prove(...args)),
      generate: (...args) => counted(() => engine.generate(...args)),
      upscale: (...args) => counted(() => engine.upscale(...args)),
      convert: (...args) => counted(() => engine.convert(...args)),
      isRunning: () => engine.isRunning(),
      isLoaded: (...args) => engine.isLoaded(...args),
      unload: () => engine.unload(),
      dispose: () => engine.dispose(),
    },
  }
}
