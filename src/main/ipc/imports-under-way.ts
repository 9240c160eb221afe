import type { ProgressOptions } from '../assets/assets.ts'
import type { Emit } from './events.ts'

/**
 * The imports that are under way, told as one until all have ended: two at once add up. Stopping them is a separate call:
 * a canceled caller gets no response, but must learn what was imported until then.
 */
export interface ImportsUnderWay {
  /** @param call of a window; null = the program was opened with the files */
  run<T>(call: { readonly signal: AbortSignal } | null, work: (progress: ProgressOptions) => Promise<T>): Promise<T>
  /** Stops all that is told. */
  cancel(): void
  /** For a window that was opened meanwhile. */
  tellAgain(): void
}

interface Counted {
  done: number
  total: number
}

/** More updates are not visible, and each wakes the window. */
const progressPauseMs = 80

export function createImportsUnderWay(emit: Emit): ImportsUnderWay {
  const underWay = new Set<AbortController>()
  /** With those that have ended while others go on: what is shown never goes back. */
  const counted = new Set<Counted>()
  let told: Counted = { done: 0, total: 0 }
  let toldAtMs = Number.NEGATIVE_INFINITY

  function tell({ isUrgent }: { readonly isUrgent: boolean }): void {
    const sum = { done: 0, total: 0 }
    for (const { done, total } of counted) {
      sum.done += done
      sum.total += total
    }
    const isPassing = !isUrgent && sum.total === told.total && sum.done < sum.total
    if (isPassing && performance.now() - toldAtMs < progressPauseMs) return
    told = sum
    toldAtMs = performance.now()
    emit('library.progressed', sum)
  }

  return {
    async run(call, work) {
      const controller = new AbortController()
      const each: Counted = { done: 0, total: 0 }
      underWay.add(controller)
      counted.add(each)
      try {
        return await work({
          signal: AbortSignal.any([controller.signal, ...(call === null ? [] : [call.signal])]),
          onProgress: (done, total) => {
            Object.assign(each, { done, total })
            tell({ isUrgent: false })
          },
        })
      } finally {
        underWay.delete(controller)
        // Also one that was canceled or has failed.
        each.done = each.total
        if (underWay.size === 0) counted.clear()
        if (told.total > 0) tell({ isUrgent: true })
      }
    },
    cancel() {
      for (const controller of underWay) controller.abort()
    },
    tellAgain() {
      if (told.total > 0) tell({ isUrgent: true })
    },
  }
}
