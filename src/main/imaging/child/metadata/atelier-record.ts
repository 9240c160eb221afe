import { z } from 'zod'
import { exportRecordSchema } from '../../calls/export-calls.ts'
import type { ExportRecord } from '../../imaging.ts'

/**
 * Atelier's own record of an image inside the exported file. Extended by new optional fields; `schema` counts breaking
 * changes.
 */
export const atelierRecordSchema = exportRecordSchema.extend({
  schema: z.literal(1),
  /** Absent in older files. */
  ancestors: exportRecordSchema.shape.ancestors.optional(),
})
export type AtelierRecord = z.output<typeof atelierRecordSchema>

/** More would only bloat the file. */
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

/** Returns null if the text is not a record this version knows: the file is untrusted and may contain anything. */
export function parseAtelierRecord(json: string): AtelierRecord | null {
  try {
    return atelierRecordSchema.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}
