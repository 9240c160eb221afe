import { z } from 'zod'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import type { ExportRecord } from '../../imaging.ts'

/** Atelier's own account of a picture inside the exported file. Grows by new optional fields; `schema` counts breaks. */
export const atelierRecordSchema = z.object({
  schema: z.literal(1),
  assetId: z.string(),
  parentId: z.string().nullable(),
  /** From the parent to the oldest known; absent in files of before. */
  ancestors: z.array(z.string()).optional(),
  createdAtMs: z.int(),
  appVersion: z.string(),
  recipe: recipeSchema,
})
export type AtelierRecord = z.output<typeof atelierRecordSchema>

/** More would only fill the file. */
const ancestorsMax = 100

export function encodeAtelierRecord(record: ExportRecord): string {
  const { assetId, parentId, ancestors, createdAtMs, appVersion, recipe } = record
  const written: AtelierRecord = {
    schema: 1,
    assetId,
    parentId,
    ancestors: ancestors.slice(0, ancestorsMax),
    createdAtMs,
    appVersion,
    recipe,
  }
  return JSON.stringify(written)
}

/** Null where the text is not a record this version knows: the file came from elsewhere and may hold anything. */
export function parseAtelierRecord(json: string): AtelierRecord | null {
  try {
    return atelierRecordSchema.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}
