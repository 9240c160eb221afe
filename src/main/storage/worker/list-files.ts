import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryOwner } from '../../platform/pure/temporary-name.ts'

/** Every file below a folder or the file itself, by its path; half-written ones and links are left out. */
export async function* listFiles(path: string, signal?: AbortSignal): AsyncGenerator<string> {
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOTDIR') yield path
    return
  }
  for (const entry of entries) {
    signal?.throwIfAborted()
    if (temporaryOwner(entry.name) !== null) continue
    const at = join(path, entry.name)
    if (entry.isDirectory()) yield* listFiles(at, signal)
    else if (entry.isFile()) yield at
  }
}
