import { z } from 'zod'
import { stepStateSchema } from './edit-plan.ts'
import {
  assetIdSchema,
  editPlanBatchIdSchema,
  editPlanIdSchema,
  type AssetId,
  type EditPlanBatchId,
  type EditPlanId,
} from './ids.ts'
import { admissionSchema } from './ledger.ts'

/** Images of one run. */
export const batchImagesMax = 1_000

/**
 * `impossible`: a step cannot be made on it, and nothing is sent. `uncertain`: a step has failed that may have been
 * billed. `stopped`: not begun, or not finished.
 */
export const batchImageStates = ['impossible', 'waiting', 'running', 'done', 'failed', 'uncertain', 'stopped'] as const

const batchImageSchema = z.object({
  planId: editPlanIdSchema,
  sourceId: assetIdSchema,
  /** Of the image. */
  name: z.string(),
  state: z.enum(batchImageStates),
  /** In order, of the steps that are on; empty = not begun. */
  steps: z.array(stepStateSchema.extend({ name: z.string() })),
  /** All steps merged. */
  resultId: assetIdSchema.nullable(),
  /** Why it cannot be made, or has failed. */
  problem: z.string().nullable(),
  /** Such as a mask that was scaled. */
  warnings: z.array(z.string()),
})
export type BatchImage = z.output<typeof batchImageSchema>

export const planBatchViewSchema = z.object({
  id: editPlanBatchIdSchema,
  name: z.string(),
  isRunning: z.boolean(),
  /** Images of which something is queued or under way. */
  active: z.int().nonnegative(),
  images: z.array(batchImageSchema),
})
export type PlanBatchView = z.output<typeof planBatchViewSchema>

export const planBatchQuoteSchema = z.object({
  /** Images that would be made. */
  images: z.int().nonnegative(),
  steps: z.int().nonnegative(),
  /** USD of the steps with a known price. */
  usd: z.number(),
  unpriced: z.int().nonnegative(),
  /** Steps among them that may have been billed before: they are made again only on request. */
  uncertain: z.int().nonnegative(),
  warnings: z.array(z.string()),
  admission: admissionSchema,
})
export type PlanBatchQuote = z.output<typeof planBatchQuoteSchema>

/** Who goes on with it after a restart; `agent`: the next process that serves agents. */
export type BatchStarter = 'window' | 'command-line' | 'agent'

/** The process that runs a batch. */
export interface BatchDriver {
  readonly pid: number
  /** When it began or took up the batch. */
  readonly atMs: number
}

export interface StoredBatch {
  readonly id: EditPlanBatchId
  readonly name: string
  readonly startedBy: BatchStarter
  readonly state: 'preparing' | 'ready' | 'running' | 'ended'
  /** null = none yet. */
  readonly driver: BatchDriver | null
}

/** The plan of one image. */
export interface StoredBatchImage {
  readonly planId: EditPlanId
  readonly sourceId: AssetId
  readonly isWaiting: boolean
  readonly isRunning: boolean
  readonly problem: string | null
  readonly warnings: readonly string[]
}
