import { z } from 'zod'
import { errorDataSchema } from '../errors/index.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { maskPngSchema, operationSchema, seedSchema, warningSchema } from './generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema } from './ids.ts'
import { modelRefSchema } from './provider.ts'

/** What the artist asked for when filling without a model. Masks are 8-bit gray PNG files, white = repaint. */
export const fillInputSchema = z.object({
  documentId: documentIdSchema.nullable(),
  assetId: assetIdSchema,
  /** As painted; must have the picture's size. */
  maskPng: maskPngSchema,
  /** Where the fill may copy from (white); null = everywhere but the mask. */
  samplingPng: maskPngSchema.nullable(),
  /** The painted mask is widened by this many pixels … */
  growPx: z.number().min(0).max(512),
  /** … and fades out over this many more: together the effective mask. */
  featherPx: z.number().min(0).max(512),
  /** null = a random one is drawn and kept in the recipe. */
  seed: z.int().min(0).max(0xffffffff).nullable(),
  /** How strongly colors are evened out across the seam, 0 to 1. */
  colourAdaptation: z.number().min(0).max(1),
})
export type FillInput = z.output<typeof fillInputSchema>

/** A coarse look at a running job: an image at `asset://preview/<jobId>/<revision>` that belongs at `box`. */
export const previewSchema = z.object({
  revision: z.int(),
  box: rectSchema,
  /** Of an image below the same address, as large as the box, whose alpha says where the preview is seen; none: all of it. */
  maskRevision: z.int().nullish(),
})

/** Refused by the service's own rules about what may be asked for or shown: an outcome, not an error. */
export const refusalSchema = z.object({
  /** What was objected to: the words, a picture that was sent, or what came out. */
  what: z.enum(['prompt', 'input', 'output']),
  /** The service's own words. */
  words: z.string(),
})
export type Refusal = z.output<typeof refusalSchema>

export const billedSchema = z.enum(['yes', 'no', 'unknown'])
export type Billed = z.output<typeof billedSchema>

/** One picture that was asked for. Pictures that one call makes together share `callId`. */
export const jobSnapshotSchema = z.object({
  id: jobIdSchema,
  documentId: documentIdSchema.nullable(),
  /** The picture it starts from; null where it starts from words. */
  assetId: assetIdSchema.nullable(),
  callId: z.string(),
  /** All that one click has asked for shares it. */
  runId: z.string().nullish(),
  /** `expand` and `merge`, and an `edit` with the provider `reblend`, run on this computer. */
  operation: z.enum(['fill', 'expand', 'merge', ...operationSchema.options]),
  /** Engine or provider id: `content-aware-fill`, `openai` … With a fallback: the one that is at it. */
  provider: z.string(),
  model: z.string().nullable(),
  prompt: z.string().nullable(),
  /** null where the service draws its own and has not told it. */
  seed: seedSchema.nullable(),
  state: z.enum(['queued', 'running', 'done', 'refused', 'failed', 'cancelled']),
  /**
   * While it runs: preparing the images, sending, waiting for the service, fetching, filing; or canceled while the
   * server, which cannot be interrupted, works on.
   */
  phase: z.enum(['preparing', 'sending', 'waiting', 'fetching', 'finishing', 'stopping']).nullable(),
  /** 0 to 1; null = the service does not tell. */
  progress: z.number().min(0).max(1).nullable(),
  /** Until then the service has asked to be left alone: shown as a countdown. */
  waitingUntilMs: z.int().nullable(),
  preview: previewSchema.nullable(),
  resultId: assetIdSchema.nullable(),
  refusal: refusalSchema.nullable(),
  error: errorDataSchema.nullable(),
  /** Whether anything has left this computer, which tells a cancellation before sending from one after. */
  wasSent: z.boolean(),
  isBilled: billedSchema,
  /** The service's own number for the work, for asking again and for its support. */
  handle: z.string().nullable(),
  requestId: z.string().nullable(),
  warnings: z.array(warningSchema),
  /** Who was tried before, and why each did not do it. */
  attempts: z.array(z.object({ ref: modelRefSchema, error: errorDataSchema })),
  estimateUsd: z.number().nullable(),
  /** What it did cost; null = not told. */
  costUsd: z.number().nullable(),
  createdAtMs: z.int(),
  /** From start to filed; null while it runs. */
  timingMs: z.number().nullable(),
  /** What the artist made of the result. `rejected` ones are in the trash. */
  verdict: z.enum(['open', 'kept', 'rejected']),
  /** Of the program that runs it: the window and a command may be at work in one home. */
  processId: z.int().nullish(),
})
export type JobSnapshot = z.output<typeof jobSnapshotSchema>
