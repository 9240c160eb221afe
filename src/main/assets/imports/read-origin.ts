import type { Recipe } from '../../../shared/domain/asset.ts'
import type { MetadataDialect, FileDetails } from '../../../shared/domain/metadata-dialect.ts'
import { assetIdSchema, type AssetId } from '../../../shared/domain/ids.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { AssetsContext } from '../assets-context.ts'
import { requireOriginal } from '../files/renditions.ts'

/** What an outside image's own metadata says about it. */
export interface Origin {
  readonly recipe: Recipe
  readonly dialect: MetadataDialect | null
  readonly hasCredentials: boolean | null
  /** Dropped by the database where it is not in this library. */
  readonly parentId: AssetId | null
  readonly details: FileDetails | null
}

const unknown: Origin = { recipe: importRecipe, dialect: null, hasCredentials: null, parentId: null, details: null }

/** A file whose metadata cannot be read is still an image. */
export async function readOrigin(
  { imaging, logger }: Pick<AssetsContext, 'imaging' | 'logger'>,
  path: string,
  signal?: AbortSignal,
): Promise<Origin> {
  try {
    const { details, recipe, parentId } = await imaging.readMetadata({ path }, { signal })
    return {
      recipe: recipe ?? importRecipe,
      dialect: details.dialect,
      hasCredentials: details.credentials !== null,
      parentId: assetIdSchema.safeParse(parentId).data ?? null,
      details,
    }
  } catch (thrown) {
    if (toErrorData(thrown).code === 'request/cancelled') throw thrown
    logger.warn('library.account-unread', { error: thrown })
    return unknown
  }
}

/** Returns the file's own metadata; read on first use where it has not been read before. */
export async function loadDetails(context: AssetsContext, record: AssetRecord): Promise<FileDetails> {
  const { database, imaging } = context
  const known = await database.call('assets.details', { id: record.id })
  if (known !== null) return known
  if (record.isMissing) throw new AppError('storage/not-found', messages.imageFileMissing)
  const { details } = await imaging.readMetadata({ path: await requireOriginal(context, record) })
  await database.call('assets.setDetails', { id: record.id, details })
  return details
}
