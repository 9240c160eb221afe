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
}

interface Seen {
  readonly signature: string
  readonly sinceMs: number
}

export function createSettledFiles({ signal, settleMs }: SettlingOptions): SettledFiles {
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
    const isSame = previous?.signature === signature
    // It may have been written to again in the meantime.
    if (!isSame) waiting.set(path, { signature, sinceMs: nowMs })
    return isSame && nowMs - previous.sinceMs >= settleMs
  }

  async function* iterate(): AsyncGenerator<string, undefined> {
    while (!signal.aborted) {
      for (const [path, previous] of waiting) {
        if (signal.aborted) return
        if (!(await isSettled(path, previous))) continue
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
