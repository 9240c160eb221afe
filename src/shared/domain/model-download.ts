import { z } from 'zod'
import { errorDataSchema } from '../errors/index.ts'

const licenseSchema = z.object({ name: z.string(), page: z.string() })

/** A model that Atelier knows where to get. */
export const offeredModelSchema = z.object({
  id: z.string(),
  label: z.string(),
  license: licenseSchema.nullable(),
  /** Not free for every use. */
  hasTerms: z.boolean(),
})
export type OfferedModel = z.output<typeof offeredModelSchema>

/** What was found on the hub: a repository, or one of its files. */
export const foundModelSchema = z.object({
  /** `OWNER/NAME` or `OWNER/NAME:FILE`. */
  id: z.string(),
  name: z.string(),
  /** null = not told. */
  license: z.string().nullable(),
  isGated: z.boolean(),
  /** null = a repository, whose files are not known yet. */
  sizeBytes: z.number().nullable(),
})
export type HubModelMatch = z.output<typeof foundModelSchema>

/** A model with the files it consists of, before anything is downloaded. */
export const downloadPlanSchema = z.object({
  id: z.string(),
  label: z.string(),
  licenses: z.array(licenseSchema),
  /** A person has to have read and accepted them. */
  mustAccept: z.boolean(),
  files: z.array(
    z.object({
      name: z.string(),
      sizeBytes: z.number(),
      isThere: z.boolean(),
      /** One of the same size that is checked before anything is downloaded; null = none. */
      copyPath: z.string().nullable(),
    }),
  ),
  totalBytes: z.number(),
  /** Still to be downloaded, where the copies have the right contents. */
  missingBytes: z.number(),
  /** Where that goes; null = Atelier’s own folder. */
  folder: z.string().nullable(),
})
export type DownloadPlanView = z.output<typeof downloadPlanSchema>

/** One model that is being downloaded, or was. */
export const modelDownloadSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** `waiting`: there is no connection; it goes on by itself when there is one. */
  state: z.enum(['downloading', 'waiting', 'paused', 'failed', 'done']),
  /** The folder of a file that may be the same: it is checked before anything is downloaded. */
  checking: z.string().nullable(),
  bytes: z.number(),
  totalBytes: z.number(),
  /** Why it waits or failed. */
  error: errorDataSchema.nullable(),
})
export type ModelDownload = z.output<typeof modelDownloadSchema>

/** What deleting a download comes to. */
export const removalSchema = z.object({ freedBytes: z.number(), kept: z.array(z.string()) })
export type RemovalView = z.output<typeof removalSchema>
