import { z } from 'zod'
import { errorDataSchema } from '../../shared/errors/index.ts'

/** What crosses between main and the process that downloads: each message is declared here and nowhere else. */

const bytesSchema = z.int().nonnegative()

const downloadedSchema = z.object({ bytes: bytesSchema, sha256: z.string() })
export type Downloaded = Readonly<z.output<typeof downloadedSchema>>

const progressSchema = z.object({
  /** `checking`: what is there is read. `retrying`: the connection broke and is tried again soon. */
  is: z.enum(['checking', 'receiving', 'retrying']),
  bytes: bytesSchema,
  totalBytes: bytesSchema.nullable(),
})
export type DownloadProgress = Readonly<z.output<typeof progressSchema>>

const wantedSchema = z.object({
  url: z.string(),
  path: z.string(),
  sizeBytes: bytesSchema.nullable(),
  sha256: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
})

export const toDownloadChildSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('download'), id: z.int(), wanted: wantedSchema }),
  z.object({ kind: z.literal('hash'), id: z.int(), path: z.string() }),
  /** Of what was handed over to be looked at; null = it may stay. */
  z.object({ kind: z.literal('inspected'), id: z.int(), error: errorDataSchema.nullable() }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
])
export type ToDownloadChild = z.output<typeof toDownloadChildSchema>

export const fromDownloadChildSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progressed'), id: z.int(), progress: progressSchema }),
  z.object({ kind: z.literal('toInspect'), id: z.int(), path: z.string() }),
  z.object({ kind: z.literal('done'), id: z.int(), value: downloadedSchema }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: errorDataSchema }),
])
export type FromDownloadChild = z.output<typeof fromDownloadChildSchema>
