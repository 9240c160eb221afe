import type { AssetRecord } from '../../database/index.ts'
import type { ExportsContext } from './exports-context.ts'

export interface CountedChanges {
  /** null = unknown, since what was edited is gone. */
  readonly changedInside: number | null
  readonly changedOutside: number
}

/** What an edit changed, counted on a file exported from its result at original size; null where it has no mask. */
export async function countChanges(
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
