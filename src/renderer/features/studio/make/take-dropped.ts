import type { AssetId } from '../../../../shared/domain/ids.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Services } from '../../../client/index.ts'

/**
 * The library's ids of dropped files. A card or a tile is dragged as its own file: it is known by its path and not
 * imported a second time.
 */
export async function takeDropped(
  { client, assets }: Pick<Services, 'client' | 'assets'>,
  paths: readonly string[],
): Promise<readonly AssetId[]> {
  const own = paths.map((path) => ({ path, id: findByPath(assets, path) }))
  const foreign = own.filter(({ id }) => id === null).map(({ path }) => path)
  const found = own.flatMap(({ id }) => (id === null ? [] : [id]))
  if (foreign.length === 0) return found
  const { imported, failed } = await client.call('library.importFiles', { paths: foreign })
  const first = failed[0]
  if (first !== undefined && imported.length + found.length === 0) {
    throw new AppError(first.error.code, `${first.file}: ${first.error.message}`)
  }
  return [...found, ...imported]
}

function findByPath(assets: Services['assets'], path: string): AssetId | null {
  const normal = path.replaceAll('\\', '/')
  for (const asset of assets.store.getState().records.values()) {
    if (asset !== null && normal.endsWith(`/library/${asset.relativePath}`)) return asset.id
  }
  return null
}
