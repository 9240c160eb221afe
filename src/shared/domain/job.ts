import { z } from 'zod'
import { errorDataSchema } from '../errors/index.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { agentNameSchema, maskPngSchema, operationSchema, seedSchema, warningSchema } from './generation.ts'
import { assetIdSchema, documentIdSchema, editPlanIdSchema, gridIdSchema, jobIdSchema, threadIdSchema } from './ids.ts'
import { modelRefSchema } from './provider.ts'

/** The request for a fill on this computer. Masks are 8-bit gray PNG files, white = repaint. */
export const fillInputSchema = z.object({
  documentId: documentIdSchema.nullable(),
  assetId: assetIdSchema,
  /** As painted; must have the image's size. */
  maskPng: maskPngSchema,
  /** Name or ID of the model that fills; null = content-aware fill. */
  model: z.string().min(1).max(300).nullable(),
  /** Where content-aware fill may copy from (white); null = everywhere outside the mask. */
  samplingPng: maskPngSchema.nullable(),
  /** Pixels by which the painted mask is grown … */
  growPx: z.number().min(0).max(512),
  /** … and over which it then fades out: together the effective mask. */
  featherPx: z.number().min(0).max(512),
  /** null = random, stored in the recipe. */
  seed: z.int().min(0).max(0xffffffff).nullable(),
  /** How strongly colors are matched across the seam, 0 to 1. */
  colourAdaptation: z.number().min(0).max(1),
  /** As in the recipe. */
  agent: agentNameSchema.nullish(),
  /** The edit plan of whose step this is; absent = none. */
  editPlanId: editPlanIdSchema.nullish(),
})
export type FillInput = z.output<typeof fillInputSchema>

/** A coarse preview of a running job: an image at `asset://preview/<jobId>/<revision>` that belongs at `box`. */
export const previewSchema = z.object({
  revision: z.int(),
  box: rectSchema,
  /**
   * Revision of a mask image at the same URL, of the box's size, whose alpha says where the preview is visible; none:
   * everywhere.
   */
  maskRevision: z.int().nullish(),
})

/** A refusal under the service's content rules: an outcome, not an error. */
export const refusalSchema = z.object({
  /** What was refused: the prompt, an image that was sent, or the result. */
  what: z.enum(['prompt', 'input', 'output']),
  /** The service's own message. */
  words: z.string(),
})
export type Refusal = z.output<typeof refusalSchema>

export const billedSchema = z.enum(['yes', 'no', 'unknown'])
export type Billed = z.output<typeof billedSchema>

/** One requested image. Images that one call makes together share `callId`. */
export const jobSnapshotSchema = z.object({
  id: jobIdSchema,
  documentId: documentIdSchema.nullable(),
  /** The source image; null when generating from a prompt alone. */
  assetId: assetIdSchema.nullable(),
  callId: z.string(),
  /** Shared by everything requested with one click. */
  runId: z.string().nullish(),
  /** It is a step of this thread, and goes on from `assetId`. */
  threadId: threadIdSchema.nullish(),
  /** The grid of whose cell this is; absent = none. */
  gridId: gridIdSchema.nullish(),
  /** The edit plan of whose step this is; absent = none. */
  editPlanId: editPlanIdSchema.nullish(),
  /** `expand` and `merge`, and an `edit` with the provider `reblend` or `live`, run on this computer. */
  operation: z.enum(['fill', 'expand', 'merge', ...operationSchema.options]),
  /** Engine or provider id: `content-aware-fill`, `openai` … With a fallback: the current one. */
  provider: z.string(),
  model: z.string().nullable(),
  prompt: z.string().nullable(),
  /** null where the service picks its own and has not reported it. */
  seed: seedSchema.nullable(),
  state: z.enum(['queued', 'running', 'done', 'refused', 'failed', 'cancelled']),
  /**
   * While it runs: preparing the images, sending, waiting for the service, fetching, storing; or canceled while the
   * server, which cannot be interrupted, continues.
   */
  phase: z.enum(['preparing', 'sending', 'waiting', 'fetching', 'finishing', 'stopping']).nullable(),
  /** 0 to 1; null = the service does not report it. */
  progress: z.number().min(0).max(1).nullable(),
  /** When the service's rate limit ends: shown as a countdown. */
  waitingUntilMs: z.int().nullable(),
  preview: previewSchema.nullable(),
  resultId: assetIdSchema.nullable(),
  refusal: refusalSchema.nullable(),
  error: errorDataSchema.nullable(),
  /** Whether anything has left this computer, which distinguishes a cancellation before sending from one after. */
  wasSent: z.boolean(),
  isBilled: billedSchema,
  /** The service's own id for the work, for fetching it again and for its support. */
  handle: z.string().nullable(),
  requestId: z.string().nullable(),
  warnings: z.array(warningSchema),
  /** Previously tried providers, and why each failed. */
  attempts: z.array(z.object({ ref: modelRefSchema, error: errorDataSchema })),
  estimateUsd: z.number().nullable(),
  /** Actual cost; null = unknown. */
  costUsd: z.number().nullable(),
  createdAtMs: z.int(),
  /** From start until stored; null while it runs. */
  timingMs: z.number().nullable(),
  /** The artist's decision on the result. `rejected` ones are in the trash. */
  verdict: z.enum(['open', 'kept', 'rejected']),
  /** Process id of the program that runs it: the window and a command may use one home at the same time. */
  processId: z.int().nullish(),
})
export type JobSnapshot = z.output<typeof jobSnapshotSchema>
