import type { SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import { assetSchema, type Asset } from '../../../../shared/domain/asset.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/database.ts'
import { checkValue } from '../../../../shared/util/check-value.ts'

const recordSchema = assetSchema
  .omit({ hasRawAnswer: true })
  .extend({ isShowable: z.boolean(), modifiedAtMs: z.int(), rawAnswerMime: z.string().nullable() })

export const assetColumns = `id, name, relative_path, mime, width_px, height_px, file_bytes, modified_at_ms, has_alpha,
  is_showable, sha256, created_at_ms, trashed_at_ms, parent_id, has_mask, is_missing, raw_answer_mime, recipe, safety_check,
  dialect, has_credentials, is_damaged`

/** Read with a record, written separately: annotations, and where the original is. */
export const annotationColumns = `shared_path, rating, flag, label, notes,
  (SELECT json_group_array(name ORDER BY name) FROM asset_tags JOIN tags ON number = tag
    WHERE asset_id = assets.id) AS tags`

export function toAssetRecord(row: Record<string, unknown>): AssetRecord {
  const parsed = checkValue(recordSchema, {
    id: row['id'],
    name: row['name'],
    relativePath: row['relative_path'],
    mime: row['mime'],
    widthPx: row['width_px'],
    heightPx: row['height_px'],
    fileBytes: row['file_bytes'],
    modifiedAtMs: row['modified_at_ms'],
    hasAlpha: row['has_alpha'] === 1,
    isShowable: row['is_showable'] === 1,
    sha256: row['sha256'],
    createdAtMs: row['created_at_ms'],
    trashedAtMs: row['trashed_at_ms'],
    parentId: row['parent_id'],
    hasMask: row['has_mask'] === 1,
    isMissing: row['is_missing'] === 1,
    rawAnswerMime: row['raw_answer_mime'],
    recipe: JSON.parse(String(row['recipe'])),
    annotations: {
      rating: row['rating'],
      flag: row['flag'],
      label: row['label'],
      notes: row['notes'],
      tags: JSON.parse(String(row['tags'])),
    },
    sharedPath: row['shared_path'],
    dialect: row['dialect'],
    hasCredentials: row['has_credentials'] === null ? null : row['has_credentials'] === 1,
    isDamaged: row['is_damaged'] === 1,
    safetyCheck: typeof row['safety_check'] === 'string' ? JSON.parse(row['safety_check']) : null,
  })
  if (parsed.success) return parsed.data
  throw new AppError('storage/corrupt', messages.recordDamaged({ name: String(row['name']) }), {
    detail: { id: String(row['id']), issue: parsed.error.issues[0]?.path.join('.') ?? '' },
  })
}

/** In the order of `assetColumns`. */
export function toAssetValues(record: AssetRecord): SQLInputValue[] {
  return [
    record.id,
    record.name,
    record.relativePath,
    record.mime,
    record.widthPx,
    record.heightPx,
    record.fileBytes,
    record.modifiedAtMs,
    Number(record.hasAlpha),
    Number(record.isShowable),
    record.sha256,
    record.createdAtMs,
    record.trashedAtMs,
    record.parentId,
    Number(record.hasMask),
    Number(record.isMissing),
    record.rawAnswerMime,
    JSON.stringify(record.recipe),
    record.safetyCheck ? JSON.stringify(record.safetyCheck) : null,
    record.dialect ?? null,
    typeof record.hasCredentials === 'boolean' ? Number(record.hasCredentials) : null,
    Number(record.isDamaged),
  ]
}

/** An asset plus file facts that only the library needs. */
export interface AssetRecord extends Omit<Asset, 'hasRawAnswer'> {
  /** Whether the window can display the file as it is; otherwise its working copy is shown. */
  readonly isShowable: boolean
  /** The file's modification time when it was last read, in whole milliseconds: detects files edited elsewhere. */
  readonly modifiedAtMs: number
  /** Media type of the raw response kept beside an image derived from it; null = none is kept. */
  readonly rawAnswerMime: string | null
}
