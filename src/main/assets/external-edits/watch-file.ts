import { watch, type FSWatcher } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { startTimer, type Clock } from '../../platform/clock.ts'

export interface WatchTiming {
  /** A file unchanged for this long may be complete. */
  readonly settleMs: number
  /** Poll interval, for file systems without change notifications, such as network disks. */
  readonly pollMs: number
  /** Grace period for programs that save by replacing a file, which is missing for a moment. */
  readonly goneMs: number
  /** Unreadable content is reported only after it has been unchanged for this long. */
  readonly brokenMs: number
}

export const usualTiming: WatchTiming = { settleMs: 700, pollMs: 2_000, goneMs: 6_000, brokenMs: 20_000 }

/** Outcome for the content offered: `later` = offer it again after it has been unchanged for twice as long. */
export type SettledOutcome = 'done' | 'later'

interface WatchOptions {
  readonly path: string
  readonly timing: WatchTiming
  readonly clock: Clock
  /** Called when the file has been unchanged for this long. One call at a time. */
  readonly onSettled: (unchangedMs: number) => Promise<SettledOutcome>
  /** Called once when the file disappears, until it is back. */
  readonly onGone: () => void
}

export interface FileWatch {
  /** Stops watching, after finishing what is in progress. */
  stop(): Promise<void>
}

/**
 * Watches the folder rather than the file: editors replace files, and a watch on the old one would get no more events.
 */
export function watchFile({ path, timing, clock, onSettled, onGone }: WatchOptions): FileWatch {
  let pending: { readonly signature: string; readonly sinceMs: number; readonly dueMs: number } | null = null
  let offered: string | null = null
  let goneForMs: (() => number) | null = null
  let hasReportedGone = false
  let checking: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let isStopped = false

  function scheduleCheck(ms: number): void {
    if (isStopped || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      checkNow()
    }, ms)
    timer.unref()
  }

  function checkNow(): void {
    if (isStopped || checking !== null) return
    checking = check().finally(() => (checking = null))
  }

  async function check(): Promise<void> {
    const signature = await signatureOf(path)
    const nowMs = clock.nowMs()
    if (signature === null) return noteGone()
    goneForMs = null
    hasReportedGone = false
    if (signature === offered) return
    if (pending?.signature !== signature || nowMs < pending.sinceMs) {
      pending = { signature, sinceMs: nowMs, dueMs: nowMs + timing.settleMs }
      return scheduleCheck(timing.settleMs)
    }
    if (nowMs < pending.dueMs) return scheduleCheck(timing.settleMs)
    const unchangedMs = nowMs - pending.sinceMs
    const outcome = await onSettled(unchangedMs)
    if (outcome === 'done') offered = signature
    else pending = { ...pending, dueMs: nowMs + Math.min(unchangedMs, timing.brokenMs) }
  }

  function noteGone(): void {
    pending = null
    goneForMs ??= startTimer(clock)
    if (hasReportedGone) return
    if (goneForMs() < timing.goneMs) return scheduleCheck(timing.settleMs)
    hasReportedGone = true
    offered = null
    onGone()
  }

  const watcher = tryWatch(dirname(path), () => scheduleCheck(20))
  const poll = setInterval(checkNow, timing.pollMs)
  poll.unref()
  checkNow()
  return {
    async stop() {
      isStopped = true
      clearInterval(poll)
      if (timer !== null) clearTimeout(timer)
      watcher?.close()
      await checking
    },
  }
}

/** Null where the system does not support it: polling continues. */
function tryWatch(folder: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, onChange)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

/** Null where there is no such file. */
async function signatureOf(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeMs } = await stat(path)
    return `${ino} ${size} ${mtimeMs}`
  } catch {
    return null
  }
}
