import type { ProgressOptions } from '../assets/assets.ts'
import type { Emit } from './events.ts'

/** The call of a window that has started an import; null = the program was opened with the files: any window may stop it. */
type ImportOwner = { readonly windowId: number; readonly signal: AbortSignal } | null

/**
 * The imports that are under way, told as one: two at once add up. Stopping them is a separate call: a canceled caller
 * gets no response, but must learn what was imported until then.
 */
export interface ImportsUnderWay {
  run<T>(owner: ImportOwner, work: (progress: ProgressOptions) => Promise<T>): Promise<T>
  cancel(windowId: number): void
}

interface UnderWay {
  readonly windowId: number | null
  done: number
  total: number
}

/** More updates are not visible, and each wakes the window. */
const progressPauseMs = 80

export function createImportsUnderWay(emit: Emit): ImportsUnderWay {
  const imports = new Map<AbortController, UnderWay>()
  let emittedAtMs = Number.NEGATIVE_INFINITY

  function tell(): void {
    let [done, total] = [0, 0]
    for (const each of imports.values()) {
      done += each.done
      total += each.total
    }
    emittedAtMs = performance.now()
    emit('library.progressed', { done, total })
  }

  return {
    async run(owner, work) {
      const controller = new AbortController()
      const underWay: UnderWay = { windowId: owner?.windowId ?? null, done: 0, total: 0 }
      imports.set(controller, underWay)
      try {
        return await work({
          signal: AbortSignal.any([controller.signal, ...(owner === null ? [] : [owner.signal])]),
          onProgress: (done, total) => {
            const isPassing = done < total && total === underWay.total
            Object.assign(underWay, { done, total })
            if (!isPassing || performance.now() - emittedAtMs >= progressPauseMs) tell()
          },
        })
      } finally {
        imports.delete(controller)
        // Also of one that was canceled or has failed.
        if (underWay.total > 0) tell()
      }
    },
    cancel(windowId) {
      for (const [controller, { windowId: own }] of imports) if (own === null || own === windowId) controller.abort()
    },
  }
}
