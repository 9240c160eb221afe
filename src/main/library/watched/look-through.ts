import { lstat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { collectPictures } from '../collect-pictures.ts'

interface LookOptions {
  /** A file that has not grown for so long is whole. */
  readonly settleMs: number
  /** Whether it was dealt with as it is. */
  readonly isKnown: (path: string, facts: Stats) => boolean
  readonly onFile: (path: string, facts: Stats) => void
  readonly signal: AbortSignal
}

/** Finds the pictures in a folder of which nobody tells, at any depth; links are left alone. */
export async function lookThrough(root: string, { settleMs, isKnown, onFile, signal }: LookOptions): Promise<void> {
  const fresh = new Map<string, Stats>()
  const { files } = await collectPictures([root], { except: '', signal, areLinksFollowed: false })
  for (const path of files) {
    if (signal.aborted) return
    const facts = await lstat(path).catch(() => null)
    if (facts?.isFile() === true && !isKnown(path, facts)) fresh.set(path, facts)
  }
  if (fresh.size === 0) return
  await sleep(settleMs, undefined, { signal }).catch(() => undefined)
  for (const [path, before] of fresh) {
    if (signal.aborted) return
    const facts = await lstat(path).catch(() => null)
    // What has grown meanwhile is there the next time.
    if (facts?.size === before.size && facts.mtimeMs === before.mtimeMs) onFile(path, facts)
  }
}
