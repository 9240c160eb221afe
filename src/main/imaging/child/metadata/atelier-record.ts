import { z } from 'zod'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import type { ExportRecord } from '../../imaging.ts'

/** Atelier's own account of a picture inside the exported file. Grows by new optional fields; `schema` counts breaks. */
export const atelierRecordSchema = z.object({
  schema: z.literal(1),
  assetId: z.string(),
  parentId: z.string().nullable(),
  createdAtMs: z.int(),
  appVersion: z.string(),
  recipe: recipeSchema,
})
export type AtelierRecord = z.output<typeof atelierRecordSchema>

export function encodeAtelierRecord(record: ExportRecord): string {
  const { assetId, parentId, createdAtMs, appVersion, recipe } = record
  const written: AtelierRecord = { schema: 1, assetId, parentId, createdAtMs, appVersion, recipe }
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
