import { lstat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { collectPictures } from '../imports/collect-pictures.ts'

interface LookOptions {
  /** Whether this version of the file was handled before. */
  readonly isKnown: (path: string, facts: Stats) => boolean
  /** An image file that may still be incomplete. */
  readonly onFile: (path: string, facts: Stats) => void
  readonly signal: AbortSignal
}

/** Finds new images in a folder whose file system reports no changes, at any depth; links are skipped. */
export async function lookThrough(root: string, { isKnown, onFile, signal }: LookOptions): Promise<void> {
  const { files } = await collectPictures([root], { except: '', signal, areLinksFollowed: false })
  for (const path of files) {
    if (signal.aborted) return
    const facts = await lstat(path).catch(() => null)
    if (facts?.isFile() === true && !isKnown(path, facts)) onFile(path, facts)
  }
}
