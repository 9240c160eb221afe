import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { ImageFacts } from '../../imaging/imaging.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import type { AssetsContext } from '../assets-context.ts'
import { cachePaths, thumbnailPath, thumbnailSizes, workingCopyPath } from '../files/library-paths.ts'

/** Decodes the whole image once, which validates it, and creates all renditions. */
export async function prepareImport(
  { imaging, paths }: AssetsContext,
  id: AssetId,
  sourcePath: string,
  signal?: AbortSignal,
): Promise<ImageFacts> {
  // The cache may be deleted at any time, even while Atelier runs.
  for (const path of cachePaths(paths, id)) await createFolder(dirname(path))
  const thumbnails = thumbnailSizes.map((size) => ({ path: thumbnailPath(paths, id, size), longestSidePx: size }))
  return imaging.prepare({ sourcePath, workingCopyPath: workingCopyPath(paths, id), thumbnails }, { signal })
}

export async function removeCaches({ paths }: AssetsContext, id: AssetId): Promise<void> {
  await Promise.all(cachePaths(paths, id).map((path) => rm(path, { force: true })))
}
