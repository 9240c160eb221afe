import { basename, extname } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Original } from '../../originals/shared-originals.ts'
import { folderOfOriginal } from '../../platform/original-path.ts'
import type { AssetsContext } from '../assets-context.ts'

export type OriginalsContext = Pick<
  AssetsContext,
  'database' | 'originals' | 'paths' | 'clock' | 'logger' | 'turns' | 'announce'
>

interface SharedFile {
  readonly sharedPath: string
  readonly fileBytes: number
}

export function originalAt(sharedPath: string, bytes: number): Original {
  const extension = extname(sharedPath)
  return { sha256: basename(sharedPath, extension), extension: extension.slice(1), bytes }
}

/** Whether an original is in its shared folder. @throws storage/unreachable */
export async function findShared(
  { originals }: Pick<AssetsContext, 'originals'>,
  { sharedPath, fileBytes }: SharedFile,
): Promise<boolean> {
  return (await originals.open(folderOfOriginal(sharedPath))).find(originalAt(sharedPath, fileBytes))
}

/**
 * Gives up an original unless another image of this library has it too. Another program with this library may be giving
 * it to an image right now: it does so first and looks for the recorded use then, so of the two one sees the other.
 */
export async function releaseUnused(
  { database, originals, turns }: Pick<AssetsContext, 'database' | 'originals' | 'turns'>,
  { sharedPath, fileBytes }: SharedFile,
): Promise<void> {
  const original = originalAt(sharedPath, fileBytes)
  await turns.inTurn(`original:${original.sha256}`, async () => {
    const isUsed = async () => (await database.call('originals.uses', { path: sharedPath })) > 0
    if (await isUsed()) return
    const folder = await originals.open(folderOfOriginal(sharedPath))
    await folder.release(original)
    if (await isUsed()) await folder.use(original, null)
  })
}

/** Records the uses of images that were not purged after all. What fails here is done at the next start. */
export async function renewUses(
  { database, originals, logger }: Pick<AssetsContext, 'database' | 'originals' | 'logger'>,
  ids: readonly AssetId[],
): Promise<void> {
  for (const { sharedPath, fileBytes } of await database.call('assets.byIds', { ids })) {
    if (typeof sharedPath !== 'string') continue
    try {
      await (await originals.open(folderOfOriginal(sharedPath))).use(originalAt(sharedPath, fileBytes), null)
    } catch (thrown) {
      logger.warn('originals.use-not-recorded', { error: thrown })
    }
  }
}
