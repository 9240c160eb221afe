import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Image files of a folder, each once no program writes to it any more. */
export interface SettledFiles {
  /** A file that appeared or was written to. */
  add(path: string): void
  /** No more files come: the iteration ends after those there are. */
  end(): void
  [Symbol.asyncIterator](): AsyncIterator<string>
}

interface SettlingOptions {
  readonly signal: AbortSignal
  /** How long a file must be unchanged. */
  readonly settleMs: number
  /** One that is not whole comes only after it has been unchanged for this long: its writer may have paused halfway. */
  readonly brokenMs: number
  readonly isWhole: (path: string) => Promise<boolean>
}

interface Seen {
  readonly signature: string
  readonly sinceMs: number
  /** When it was last written to, according to the file system, on the wall clock. */
  readonly changedAtMs: number
  readonly isBroken: boolean
}

export function createSettledFiles({ signal, settleMs, brokenMs, isWhole }: SettlingOptions): SettledFiles {
  const waiting = new Map<string, Seen | null>()
  let isEnding = false

  async function isSettled(path: string, previous: Seen | null): Promise<boolean> {
    const facts = await stat(path).catch(() => null)
    if (facts === null || !facts.isFile()) {
      waiting.delete(path)
      return false
    }
    const signature = `${facts.size} ${facts.mtimeMs}`
    const nowMs = performance.now()
    // It may have been written to again in the meantime.
    if (previous?.signature !== signature) {
      waiting.set(path, { signature, sinceMs: nowMs, changedAtMs: facts.ctimeMs, isBroken: false })
      return false
    }
    if (nowMs - previous.sinceMs < settleMs) return false
    // The clock of another computer may be ahead.
    if (Math.max(nowMs - previous.sinceMs, Date.now() - previous.changedAtMs) >= brokenMs) return true
    if (previous.isBroken) return false
    if (await isWhole(path)) return true
    waiting.set(path, { ...previous, isBroken: true })
    return false
  }

  async function* iterate(): AsyncGenerator<string, undefined> {
    while (!signal.aborted) {
      for (const [path, previous] of waiting) {
        if (signal.aborted) return
        if (!(await isSettled(path, previous))) continue
        // Reading it may have been ended.
        if (signal.aborted) return
        waiting.delete(path)
        yield path
      }
      if (isEnding && waiting.size === 0) return
      await sleep(settleMs / 4, undefined, { signal }).catch(() => undefined)
    }
  }

  return {
    add(path) {
      if (!waiting.has(path)) waiting.set(path, null)
    },
    end: () => void (isEnding = true),
    [Symbol.asyncIterator]: iterate,
  }
}
