import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReclaimableKind } from '../../shared/domain/storage.ts'
import { toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import { isDeadTemporary, isOld } from '../platform/pure/dead-temporaries.ts'
import { temporaryOwner } from '../platform/pure/temporary-name.ts'
import type { StorageContext } from './storage-context.ts'
import { measureUsage, storagePlaces } from './measure-usage.ts'

/** Whole things that are nothing but what they were kept for; of the others only what lies in the folders goes. */
const wholeKinds = new Set<ReclaimableKind>(['old-databases', 'replaced'])

export async function reclaim(context: StorageContext, kinds: readonly ReclaimableKind[]): Promise<number> {
  const before = await total(context, kinds)
  const places = await storagePlaces(context)
  for (const kind of kinds) {
    if (kind === 'trash') await emptyTrash(context)
    else for (const path of places[kind] ?? []) await clear(context, path, wholeKinds.has(kind))
  }
  return Math.max(0, before - (await total(context, kinds)))
}

async function emptyTrash({ database, assets }: StorageContext): Promise<void> {
  await assets.trash.purge(await database.call('assets.trashedBefore', { atMs: Number.MAX_SAFE_INTEGER }))
}

async function total(context: StorageContext, wanted: readonly ReclaimableKind[]): Promise<number> {
  const { kinds } = await measureUsage(context)
  return kinds.reduce((sum, { kind, bytes }) => ((wanted as readonly string[]).includes(kind) ? sum + bytes : sum), 0)
}

/**
 * The folders stay: thumbnails are being written into them. So does what somebody is writing just now: it may be an
 * answer that was paid for. What somebody has open goes at another time.
 */
async function clear({ paths }: StorageContext, path: string, isWhole: boolean): Promise<void> {
  try {
    if (isWhole) return await rm(path, { recursive: true, force: true })
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      const { parentPath, name } = entry
      if (!entry.isFile() || (await isInUse(paths, parentPath, name))) continue
      await rm(join(parentPath, name), { force: true }).catch(() => undefined)
    }
  } catch (thrown) {
    throw toFileError(thrown, messages.clearPath({ path }))
  }
}

/** Being written, or, in the folder for work under way, perhaps still needed. */
async function isInUse(paths: StorageContext['paths'], folder: string, name: string): Promise<boolean> {
  if (temporaryOwner(name) !== null) return !(await isDeadTemporary(folder, name))
  return folder.startsWith(paths.temporary) && !(await isOld(join(folder, name)))
}
