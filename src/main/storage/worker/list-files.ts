import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryOwner } from '../../platform/pure/temporary-name.ts'

interface Listing {
  readonly signal: AbortSignal
  /** A folder that is there and cannot be read: what is in it is not told. Throws where all of it is needed. */
  readonly onUnreadable: (folder: string, reason: unknown) => void
}

/** Every file below a folder or the file itself, by its path; half-written ones and links are left out. */
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
