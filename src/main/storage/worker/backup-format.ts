import { z } from 'zod'

/**
 * A backup is a zip file (Zip64 if needed), so that any system can open it without Atelier: the home's files under
 * their own names, images uncompressed, and `manifest.json` with the digest of each.
 */
export const manifestName = 'manifest.json'
export const databaseName = 'atelier.db'

/** Beyond this, there is no date. */
const timeSchema = z.int().min(-8.64e15).max(8.64e15)

export const manifestSchema = z.object({
  format: z.literal('atelier-backup'),
  version: z.literal(1),
  appVersion: z.string(),
  createdAtMs: timeSchema,
  pictures: z.int().nonnegative(),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.int().nonnegative(),
      sha256: z.string(),
      /** Zip stores whole seconds only; with another time, a file would count as changed. */
      modifiedAtMs: timeSchema.optional(),
    }),
  ),
})
export type BackupManifest = z.output<typeof manifestSchema>

/** A manifest of a million files has about 150 MB. */
export const manifestBytesMax = 512 * 2 ** 20

/** Which names may be extracted from a backup: those in a home's own folders, and nothing else. */
export function isBackupName(name: string): boolean {
  if (name.includes('\\') || name.split('/').some((part) => part === '' || part === '.' || part === '..')) return false
  return /^(?:(?:library|wildcards)\/.+|settings\.json|atelier\.yaml|atelier\.db)$/s.test(name)
}

/** They are read whole, in the main process. */
export const settingsBytesMax = 16 * 2 ** 20

/** Whether a file may be extracted from a backup: settings larger than any that Atelier writes are not its own. */
export function isBackupFile({ name, bytes }: { readonly name: string; readonly bytes: number }): boolean {
  return isBackupName(name) && (bytes <= settingsBytesMax || !/^(?:settings\.json|atelier\.yaml)$/.test(name))
}
