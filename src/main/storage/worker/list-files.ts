import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryOwner } from '../../platform/pure/temporary-name.ts'

interface Listing {
  readonly signal: AbortSignal
  /**
   * Called for an existing folder that cannot be read, whose contents are then missing. Throws if all files are needed.
   */
  readonly onUnreadable: (folder: string, reason: unknown) => void
}

/** Yields the path of every file in a folder, or of the file itself; partial files and links are skipped. */
export async function* listFiles(path: string, listing: Listing): AsyncGenerator<string> {
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
    if (code === 'ENOTDIR') yield path
    else if (code !== 'ENOENT') listing.onUnreadable(path, thrown)
    return
  }
  for (const entry of entries) {
    listing.signal.throwIfAborted()
    if (temporaryOwner(entry.name) !== null) continue
    const at = join(path, entry.name)
    if (entry.isDirectory()) yield* listFiles(at, listing)
    else if (entry.isFile()) yield at
  }
}
