import type { AssetRecord } from '../../database/index.ts'
import type { ExportsContext } from './exports-context.ts'

export interface CountedChanges {
  /** null = unknown, since the edited image is gone. */
  readonly changedInside: number | null
  readonly changedOutside: number
}

/**
 * Counts the pixels an edit changed, in a file exported from its result at original size; null where it has no mask.
 */
export async function countExportChanges(
  { database, assets, imaging }: Pick<ExportsContext, 'database' | 'assets' | 'imaging'>,
  { id, recipe, parentId }: AssetRecord,
  filePath: string,
): Promise<CountedChanges | null> {
  if (recipe.changedOutside === null || parentId === null) return null
  const [parent] = await database.call('assets.byIds', { ids: [parentId] })
  const original = parent === undefined || parent.isMissing ? null : await assets.files.locate(parentId, 'original')
  const change = await imaging.countFileChanges({
    filePath,
    resultPath: (await assets.files.locate(id, 'original')).path,
    originalPath: original?.path ?? null,
    maskPath: (await assets.files.locate(id, 'mask')).path,
  })
  return original === null ? { ...change, changedInside: null } : change
}
