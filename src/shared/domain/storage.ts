import { z } from 'zod'
import { assetIdSchema } from './ids.ts'
import { reclaimableKinds } from './reclaimable-kinds.ts'

/** What takes room in Atelier's folder. */
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
  /** On the disk where the library lies; null where the system does not tell. */
  freeBytes: z.number().nonnegative().nullable(),
  kinds: z.array(z.object({ kind: storageKindSchema, files: z.int(), bytes: z.number() })),
  /** What the next start does before anything else; null = nothing. */
  pending: z
    .discriminatedUnion('is', [
      z.object({ is: z.literal('restore'), pictures: z.int(), createdAtMs: z.int(), held: z.int() }),
      z.object({ is: z.literal('move'), target: z.string() }),
    ])
    .nullable(),
})
export type StorageUsage = z.output<typeof storageUsageSchema>

/**
 * What is wrong with one file. `missing`: not there. `damaged`: other bytes than were filed, though nobody seems to have
 * written to it: the disk lost some. `changed`: written to by another program. `unreadable`: the disk refuses.
 */
export const fileProblemSchema = z.object({
  id: assetIdSchema,
  name: z.string(),
  relativePath: z.string(),
  is: z.enum(['missing', 'damaged', 'changed', 'unreadable']),
})
export type FileProblem = z.output<typeof fileProblemSchema>

export const verifyReportSchema = z.object({
  checked: z.int(),
  bytes: z.number(),
  problems: z.array(fileProblemSchema),
  /** Masks and services' answers that should be kept beside pictures and are not. */
  lostCompanions: z.int(),
  isDatabaseSound: z.boolean(),
})
export type VerifyReport = z.output<typeof verifyReportSchema>

export const backupReportSchema = z.object({
  path: z.string(),
  files: z.int(),
  bytes: z.number(),
  /** Deleted while the backup was made. */
  skipped: z.int(),
  /** What the disk refused to read, by name below the home: not in the backup. */
  unreadable: z.array(z.string()),
})
export type BackupReport = z.output<typeof backupReportSchema>

/** What a backup holds, as it says itself. */
export const backupFactsSchema = z.object({
  appVersion: z.string(),
  createdAtMs: z.int(),
  pictures: z.int(),
  bytes: z.number(),
  /** Requests that waited in its queue: they stay paused until the person goes on with them. */
  held: z.int(),
})
export type BackupFacts = z.output<typeof backupFactsSchema>

export const storageTasks = ['verify', 'backup', 'restore', 'move', 'locate'] as const
export type StorageTask = (typeof storageTasks)[number]
