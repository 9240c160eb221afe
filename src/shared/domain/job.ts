import { z } from 'zod'
import { errorDataSchema } from '../errors/index.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from './ids.ts'

/** A mask of the largest picture packs into far less; what is larger is no mask. */
const maskBytesMax = 128 * 1024 * 1024
const pngBytesSchema = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.byteLength <= maskBytesMax, 'The mask is too large.')

/** What the artist asked for when filling without a model. Masks are 8-bit grey PNG files, white = repaint. */
export const fillInputSchema = z.object({
  documentId: documentIdSchema.nullable(),
  assetId: assetIdSchema,
  /** As painted; must have the picture's size. */
  maskPng: pngBytesSchema,
  /** Where the fill may copy from (white); null = everywhere but the mask. */
  samplingPng: pngBytesSchema.nullable(),
  /** The painted mask is widened by this many pixels … */
  growPx: z.number().min(0).max(512),
  /** … and fades out over this many more: together the effective mask. */
  featherPx: z.number().min(0).max(512),
  /** null = a random one is drawn and kept in the recipe. */
  seed: z.int().min(0).max(0xffffffff).nullable(),
  /** How strongly colours are evened out across the seam, 0 to 1. */
  colourAdaptation: z.number().min(0).max(1),
})
export type FillInput = z.output<typeof fillInputSchema>

/** A coarse look at a running job: an image at `asset://preview/<jobId>/<revision>` that belongs at `box`. */
export const previewSchema = z.object({ revision: z.int(), box: rectSchema })

export const jobSnapshotSchema = z.object({
  id: jobIdSchema,
  documentId: documentIdSchema.nullable(),
  assetId: assetIdSchema,
  engine: z.literal('content-aware-fill'),
  seed: z.int().min(0).max(0xffffffff),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** 0 to 1. */
  progress: z.number().min(0).max(1),
  preview: previewSchema.nullable(),
  resultId: assetIdSchema.nullable(),
  error: errorDataSchema.nullable(),
  createdAtMs: z.int(),
  /** From start to filed; null while it runs. */
  timingMs: z.number().nullable(),
  /** What the artist made of the result. `rejected` ones are in the trash. */
  verdict: z.enum(['open', 'kept', 'rejected']),
})
export type JobSnapshot = z.output<typeof jobSnapshotSchema>
