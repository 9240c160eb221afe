import { z } from 'zod'
import { assetIdSchema } from './ids.ts'

/** What can be regenerated, or is only kept as a precaution: none of it is needed to see and edit every image. */
export const reclaimableKinds = ['trash', 'thumbnails', 'working', 'old-databases', 'replaced', 'logs'] as const

/** What takes up space in Atelier's folder. */
export const storageKinds = [
  'pictures',
  'trash',
  'answers',
  'masks',
  'database',
  'thumbnails',
  'working',
  'old-databases',
  'replaced',
  'logs',
] as const
export const storageKindSchema = z.enum(storageKinds)
export type StorageKind = z.output<typeof storageKindSchema>

export const reclaimableKindSchema = z.enum(reclaimableKinds)
export type ReclaimableKind = z.output<typeof reclaimableKindSchema>

export const storageUsageSchema = z.object({
  root: z.string(),
  /** On the library's disk; null where the system does not report it. */
  freeBytes: z.number().nonnegative().nullable(),
  kinds: z.array(z.object({ kind: storageKindSchema, files: z.int(), bytes: z.number() })),
  /** What the next start does first; null = nothing. */
  pending: z
    .discriminatedUnion('type', [
      z.object({
        type: z.literal('restore'),
        pictures: z.int(),
        createdAtMs: z.int(),
        held: z.int(),
        /** See `PreparedRestore`. */
        introduced: z.array(z.string()),
      }),
      z.object({ type: z.literal('move'), target: z.string() }),
    ])
    .nullable(),
})
export type StorageUsage = z.output<typeof storageUsageSchema>

/**
 * A problem with one file. `missing`: not there. `damaged`: its bytes changed although nothing seems to have written to
 * it, so the disk corrupted it. `changed`: modified by another program. `unreadable`: read error.
 * `incomplete`: as it was imported, when part of it could not be decoded.
 */
export const fileProblemSchema = z.object({
  id: assetIdSchema,
  name: z.string(),
  relativePath: z.string(),
  type: z.enum(['missing', 'damaged', 'changed', 'unreadable', 'incomplete']),
})
export type FileProblem = z.output<typeof fileProblemSchema>

export const verifyReportSchema = z.object({
  checked: z.int(),
  bytes: z.number(),
  problems: z.array(fileProblemSchema),
  /** Shared folders that cannot be reached, and how many originals there could not be checked. */
  unreachable: z.array(z.object({ folder: z.string(), files: z.int() })),
  /** Number of masks and raw responses that should be stored beside images but are missing. */
  lostCompanions: z.int(),
  isDatabaseSound: z.boolean(),
})
export type VerifyReport = z.output<typeof verifyReportSchema>

export const backupReportSchema = z.object({
  path: z.string(),
  files: z.int(),
  bytes: z.number(),
  /** Number of files deleted during the backup. */
  skipped: z.int(),
  /** Files that could not be read, by path within the home: not in the backup. */
  unreadable: z.array(z.string()),
})
export type BackupReport = z.output<typeof backupReportSchema>

/** A backup's own description of its content. */
export const backupFactsSchema = z.object({
  appVersion: z.string(),
  createdAtMs: z.int(),
  pictures: z.int(),
  bytes: z.number(),
  /** Number of requests that were queued: they stay paused until the user resumes them. */
  held: z.int(),
})
export type BackupFacts = z.output<typeof backupFactsSchema>

export const preparedRestoreSchema = backupFactsSchema.extend({
  /** Programs and addresses of its settings that the present settings do not name. */
  introduced: z.array(z.string()),
})
export type PreparedRestore = z.output<typeof preparedRestoreSchema>

export const storageTasks = ['verify', 'backup', 'restore', 'move', 'locate'] as const
export type StorageTask = (typeof storageTasks)[number]
