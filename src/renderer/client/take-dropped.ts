import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Services } from './services.ts'

/** Returns the asset IDs of dropped files: a card or a tile is dragged as its own file, which main knows. */
export async function takeDropped(
  { client }: Pick<Services, 'client'>,
  dropped: readonly File[],
): Promise<readonly AssetId[]> {
  const files = await client.handlesOf(dropped)
  if (files.length === 0) return []
  const { imported, failed } = await client.call('library.importFiles', { files })
  const first = failed[0]
  if (first !== undefined && imported.length === 0) {
    throw new AppError(first.error.code, `${first.file}: ${first.error.message}`)
  }
  return imported
}
