export interface DelayedTask<Args extends unknown[]> {
  (...args: Args): void
  /** Cancels a pending run. */
  cancel(): void
  /** Runs a pending run now, if any. */
  flush(): void
}

interface DelayOptions {
  /** Whether a pending run may be lost with its process: it does not keep an idle process alive. */
  readonly isUnref?: boolean
}

/** Runs `task` once calls have stopped for `delayMs`, with the arguments of the last one. */
export function debounce<Args extends unknown[]>(
  task: (...args: Args) => void,
  delayMs: number,
  { isUnref = false }: DelayOptions = {},
): DelayedTask<Args> {
  return delay(task, delayMs, { isUnref, isRestarted: true })
}

/**
 * Runs `task` at most once per `intervalMs`, with the arguments of the last call. The first call is delayed too, so
 * that a burst of calls results in one run.
 */
export function throttle<Args extends unknown[]>(
  task: (...args: Args) => void,
  intervalMs: number,
  { isUnref = false }: DelayOptions = {},
): DelayedTask<Args> {
  return delay(task, intervalMs, { isUnref, isRestarted: false })
}

function delay<Args extends unknown[]>(
  task: (...args: Args) => void,
  ms: number,
  { isUnref, isRestarted }: { readonly isUnref: boolean; readonly isRestarted: boolean },
): DelayedTask<Args> {
  let timer: ReturnType<typeof setTimeout> | null = null
  let latest: Args | null = null

  const cancel = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    latest = null
  }
  const flush = () => {
    const args = latest
    cancel()
    if (args !== null) task(...args)
  }
  const schedule = (...args: Args) => {
    latest = args
    if (timer !== null && !isRestarted) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(flush, ms)
    if (isUnref) (timer as Partial<NodeJS.Timeout>).unref?.()
  }
  return Object.assign(schedule, { cancel, flush })
}
