import { z } from 'zod'

/**
 * A backup is a zip file (of the 64-bit kind where it has to be), so that every system can open it without Atelier: the
 * home's files below their own names, pictures stored as they are, and `manifest.json` with the digest of each.
 */
export const manifestName = 'manifest.json'
export const databaseName = 'atelier.db'

export const manifestSchema = z.object({
  format: z.literal('atelier-backup'),
  version: z.literal(1),
  appVersion: z.string(),
  createdAtMs: z.int(),
  pictures: z.int(),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.int().nonnegative(),
      sha256: z.string(),
      /** A zip knows whole seconds only; a file with another time would be taken for changed. */
      modifiedAtMs: z.int().optional(),
    }),
  ),
})
export type BackupManifest = z.output<typeof manifestSchema>

/** A manifest of a million files has about 150 MB. */
export const manifestBytesMax = 512 * 2 ** 20

/** What may come out of a backup: below the folders a home has, and nowhere else. */
export function isBackupName(name: string): boolean {
  if (name.includes('\\') || name.split('/').some((part) => part === '' || part === '.' || part === '..')) return false
  return /^(?:(?:library|wildcards)\/.+|settings\.json|atelier\.yaml|atelier\.db)$/s.test(name)
}
