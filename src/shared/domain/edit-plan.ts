import { z } from 'zod'
import { rectSchema } from '../util/geometry-schema.ts'
import { surfaceIdSchema } from './canvas-document.ts'
import { searchedWordsMax } from './vision.ts'
import { agentNameSchema, seedSchema } from './generation.ts'
import {
  assetIdSchema,
  editPlanIdSchema,
  type DocumentId,
  type EditPlanBatchId,
  type EditPlanId,
  type JobId,
  editPlanBatchIdSchema,
  type AssetId,
} from './ids.ts'
import { jobSnapshotSchema, type JobSnapshot } from './job.ts'
import { admissionSchema } from './ledger.ts'
import { modelRefSchema } from './provider.ts'

export const editStepsMax = 40

/** SHA-256 of a mask's PNG file, hexadecimal. */
export const maskDigestSchema = z.string().regex(/^[0-9a-f]{64}$/)

const stepId = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** What a step does in its mask. */
export const stepTasks = ['fill', 'add', 'remove'] as const

/** Pixels by which a mask is grown, and over which it then fades out. */
export const edgePxSchema = z.number().min(0).max(512)

/** How the mask of a step is found on another image, by local vision. `isAll`: everything that fits the words. */
export const maskRuleSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subject') }),
  z.object({ type: z.literal('background') }),
  z.object({
    type: z.literal('words'),
    words: z.string().trim().min(1).max(searchedWordsMax),
    isAll: z.boolean(),
  }),
])
export type MaskRule = z.output<typeof maskRuleSchema>

/** One masked edit of a plan. */
export const editStepSchema = z.object({
  id: stepId,
  /** Steps that are off are skipped. */
  isOn: z.boolean(),
  /** The mask of the document it uses. */
  maskId: surfaceIdSchema,
  maskName: z.string().min(1).max(100),
  /** The mask as captured; null = nothing is painted. */
  mask: maskDigestSchema.nullable(),
  task: z.enum(stepTasks),
  prompt: z.string().max(40_000),
  negativePrompt: z.string().max(40_000).default(''),
  /** null = filled on this computer. */
  model: modelRefSchema.nullable(),
  /** Without `model`: name or ID of the local model that fills; null = content-aware fill. */
  fillModel: z.string().min(1).max(300).nullable().default(null),
  /** Denoising strength; null = the model's default. */
  strength: z.number().min(0).max(1).nullable(),
  /** null = random. */
  seed: seedSchema.nullable().default(null),
  /** null = automatic, by the size of the mask. */
  edge: z.object({ growPx: edgePxSchema, featherPx: edgePxSchema }).nullable().default(null),
  /** On other images; null = the same mask, scaled. */
  rule: maskRuleSchema.nullable().default(null),
  /** Counts replacements: a step with another number is made again. */
  take: z.int().min(0).max(1_000_000),
})
export type EditStep = z.output<typeof editStepSchema>

export const editStepsSchema = z
  .array(editStepSchema)
  .max(editStepsMax)
  .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, 'Two steps have the same ID.')

/** A step of a plan that has been run, with what its order depends on: pixels of the image. */
export const plannedStepSchema = editStepSchema.extend({
  bounds: rectSchema,
  growPx: edgePxSchema,
  featherPx: edgePxSchema,
  /** What it may change. */
  changed: rectSchema,
  /** What it is based on: the part of the image that is sent. */
  seen: rectSchema,
})
export type PlannedStep = z.output<typeof plannedStepSchema>

/** What was last run of a plan. */
export const editPlanRunSchema = z.object({
  runId: z.string(),
  sourceId: assetIdSchema,
  steps: z.array(plannedStepSchema),
  /** The agent that its results are marked with; null = a person began it. */
  agent: agentNameSchema.nullable().default(null),
  /** What it may cost, USD, for the limits of agents; absent = it is not of a batch. */
  cost: z.object({ usd: z.number(), unpriced: z.int() }).optional(),
})
export type EditPlanRun = z.output<typeof editPlanRunSchema>

/** A plan as stored. */
export interface StoredEditPlan {
  readonly id: EditPlanId
  /** null = it is run on an image of a batch. */
  readonly documentId: DocumentId | null
  readonly batchId: EditPlanBatchId | null
  readonly steps: EditStep[]
  readonly run: EditPlanRun | null
  readonly isRunning: boolean
}

/** A step that was tried. */
export interface TriedStep {
  readonly key: string
  /** null = none was queued. */
  readonly job: JobSnapshot | null
  /** Why none could be queued. */
  readonly problem: string | null
  /** Its result is in the library. */
  readonly hasResult: boolean
}

/** One try of a step. */
export interface StepTry {
  readonly key: string
  /** null = none was queued. */
  readonly jobId: JobId | null
}

/** `blocked`: a step it depends on has no result. `missing`: not made yet. */
export const stepStateSchema = z.object({
  id: stepId,
  state: z.enum(['missing', 'waiting', 'blocked', 'queued', 'running', 'done', 'failed']),
  job: jobSnapshotSchema.nullable(),
  resultId: assetIdSchema.nullable(),
  /** Why it has failed, for display. */
  problem: z.string().nullable(),
})
export type StepState = z.output<typeof stepStateSchema>

export const editPlanViewSchema = z.object({
  id: editPlanIdSchema,
  steps: z.array(editStepSchema),
  isRunning: z.boolean(),
  /** Of the steps that were last run and are on. */
  states: z.array(stepStateSchema),
  /** All steps merged; null = not all of them are done. */
  resultId: assetIdSchema.nullable(),
  /** Pixels of that result that changed inside and outside of the union of all masks. */
  measured: z.object({ changedInside: z.int(), changedOutside: z.int() }).nullable(),
})
export type EditPlanView = z.output<typeof editPlanViewSchema>

/** A plan of a document, as last edited. */
export const documentPlanSchema = z.object({
  id: editPlanIdSchema,
  /** Of the document. */
  name: z.string(),
  steps: z.array(editStepSchema),
})
export type DocumentPlan = z.output<typeof documentPlanSchema>

/** What a step would send and cost. */
export const stepQuoteSchema = z.object({
  id: stepId,
  /** Steps of one stage run together; counts from 0. null = off. */
  stage: z.int().nonnegative().nullable(),
  /** It has a result already, which costs nothing. */
  isDone: z.boolean(),
  /** Why it cannot be made; null = it can. */
  problem: z.string().nullable(),
  /** null = unknown beforehand. */
  usd: z.number().nullable(),
  warnings: z.array(z.string()),
})
export type StepQuote = z.output<typeof stepQuoteSchema>

export const editPlanQuoteSchema = z.object({
  steps: z.array(stepQuoteSchema),
  /** Steps that would be made. */
  missing: z.int().nonnegative(),
  /** USD of those with a known price. */
  usd: z.number(),
  /** Steps whose price is not known beforehand. */
  unpriced: z.int().nonnegative(),
  admission: admissionSchema,
})
export type EditPlanQuote = z.output<typeof editPlanQuoteSchema>

/** A step's settings that are rarely changed. */
export const blankStepSettings: Pick<EditStep, 'negativePrompt' | 'fillModel' | 'strength' | 'seed' | 'edge' | 'rule'> =
  {
    negativePrompt: '',
    fillModel: null,
    strength: null,
    seed: null,
    edge: null,
    rule: null,
  }

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
