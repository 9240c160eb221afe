import { z } from 'zod'
import { errorDataSchema } from '../../shared/errors/index.ts'

/** The protocol between main and the download process: every message is declared here and nowhere else. */

const bytesSchema = z.int().nonnegative()

const downloadedSchema = z.object({ bytes: bytesSchema, sha256: z.string() })
export type Downloaded = Readonly<z.output<typeof downloadedSchema>>

const progressSchema = z.object({
  /** `checking`: existing data is read. `retrying`: the connection broke and is retried soon. */
  type: z.enum(['checking', 'receiving', 'retrying']),
  bytes: bytesSchema,
  totalBytes: bytesSchema.nullable(),
})
export type DownloadProgress = Readonly<z.output<typeof progressSchema>>

/** A file to download. */
const wantedSchema = z.object({
  url: z.string(),
  /** The final path. Until the file is complete and verified, only `<path>.part` exists next to it. */
  path: z.string(),
  /** As announced by the publisher; null = not announced. */
  sizeBytes: bytesSchema.nullable(),
  /** Hexadecimal; null = not announced: then only the size can be checked. */
  sha256: z.string().nullable(),
  /** `authorization` is sent to the host of `url` only, the others also to redirect targets. */
  headers: z.record(z.string(), z.string()),
})
export type WantedFile = Readonly<z.output<typeof wantedSchema>>

export const toDownloadChildSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('download'), id: z.int(), wanted: wantedSchema }),
  z.object({ type: z.literal('hash'), id: z.int(), path: z.string() }),
  /** The result of inspecting a file; null = it may stay. */
  z.object({ type: z.literal('inspected'), id: z.int(), error: errorDataSchema.nullable() }),
  z.object({ type: z.literal('cancel'), id: z.int() }),
])
export type ToDownloadChild = z.output<typeof toDownloadChildSchema>

export const fromDownloadChildSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progressed'), id: z.int(), progress: progressSchema }),
  z.object({ type: z.literal('toInspect'), id: z.int(), path: z.string() }),
  z.object({ type: z.literal('done'), id: z.int(), value: downloadedSchema }),
  z.object({ type: z.literal('failed'), id: z.int(), error: errorDataSchema }),
])
export type FromDownloadChild = z.output<typeof fromDownloadChildSchema>
