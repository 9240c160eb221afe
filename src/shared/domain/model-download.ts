import { z } from 'zod'
import { errorDataSchema } from '../errors/index.ts'

const licenseSchema = z.object({ name: z.string(), page: z.string() })

/** A model that Atelier knows where to download. */
export const offeredModelSchema = z.object({
  id: z.string(),
  label: z.string(),
  license: licenseSchema.nullable(),
  /** Its license restricts some uses. */
  hasTerms: z.boolean(),
})
export type OfferedModel = z.output<typeof offeredModelSchema>

/** A search result from the hub: a repository, or one of its files. */
export const foundModelSchema = z.object({
  /** `OWNER/NAME` or `OWNER/NAME:FILE`. */
  id: z.string(),
  name: z.string(),
  /** null = not stated. */
  license: z.string().nullable(),
  isGated: z.boolean(),
  /** null = a repository, whose files are not known yet. */
  sizeBytes: z.number().nullable(),
})
export type HubModelMatch = z.output<typeof foundModelSchema>

/** A model and its files, before anything is downloaded. */
export const downloadPlanSchema = z.object({
  id: z.string(),
  label: z.string(),
  licenses: z.array(licenseSchema),
  /** The user must have read and accepted them. */
  mustAccept: z.boolean(),
  files: z.array(
    z.object({
      name: z.string(),
      sizeBytes: z.number(),
      isThere: z.boolean(),
      /** A file of the same size that is checked before downloading; null = none. */
      copyPath: z.string().nullable(),
    }),
  ),
  totalBytes: z.number(),
  /** Bytes still to download, assuming that the copies are identical. */
  missingBytes: z.number(),
  /** Target folder; null = Atelier’s own folder. */
  folder: z.string().nullable(),
})
export type DownloadPlanView = z.output<typeof downloadPlanSchema>

/** A model's download, in progress or finished. */
export const modelDownloadSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** `waiting`: offline; it continues automatically once online. */
  state: z.enum(['downloading', 'waiting', 'paused', 'failed', 'done']),
  /** The folder of a possible duplicate that is checked before downloading. */
  checking: z.string().nullable(),
  bytes: z.number(),
  totalBytes: z.number(),
  /** Why it is waiting or has failed. */
  error: errorDataSchema.nullable(),
})
export type ModelDownload = z.output<typeof modelDownloadSchema>

/** What deleting a download frees and keeps. */
export const removalSchema = z.object({ freedBytes: z.number(), kept: z.array(z.string()) })
export type RemovalView = z.output<typeof removalSchema>
