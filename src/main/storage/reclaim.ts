import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReclaimableKind } from '../../shared/domain/storage.ts'
import { toFileError } from '../../shared/errors/index.ts'
import type { StorageContext } from './storage-context.ts'
import { measureUsage, storagePlaces } from './measure-usage.ts'

/** Whole things that are nothing but what they were kept for; of the others only what lies in the folders goes. */
const wholeKinds = new Set<ReclaimableKind>(['old-databases', 'replaced'])

export async function reclaim(context: StorageContext, kinds: readonly ReclaimableKind[]): Promise<number> {
  const before = await total(context, kinds)
  const places = await storagePlaces(context)
  for (const kind of kinds) {
    if (kind === 'trash') await emptyTrash(context)
    else for (const path of places[kind] ?? []) await clear(path, wholeKinds.has(kind))
  }
  return Math.max(0, before - (await total(context, kinds)))
}

async function emptyTrash({ database, library }: StorageContext): Promise<void> {
  await library.purge(await database.call('assets.trashedBefore', { atMs: Number.MAX_SAFE_INTEGER }))
}

async function total(context: StorageContext, wanted: readonly ReclaimableKind[]): Promise<number> {
  const { kinds } = await measureUsage(context)
  return kinds.reduce((sum, { kind, bytes }) => ((wanted as readonly string[]).includes(kind) ? sum + bytes : sum), 0)
}

/** The folders stay: thumbnails are being written into them. What somebody has open goes at another time. */
async function clear(path: string, isWhole: boolean): Promise<void> {
  try {
    if (isWhole) return await rm(path, { recursive: true, force: true })
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) await rm(join(entry.parentPath, entry.name), { force: true }).catch(() => undefined)
    }
  } catch (thrown) {
    throw toFileError(thrown, `clear ${path}`)
  }
}
