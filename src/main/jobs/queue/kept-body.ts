import { z } from 'zod'
import { sentPartSchema } from '../../../shared/domain/edit.ts'
import {
  controlSchema,
  generationRequestSchema,
  loraSchema,
  operationSchema,
  requestPlanSchema,
  safetySchema,
} from '../../../shared/domain/generation.ts'
import { assetIdSchema, jobIdSchema } from '../../../shared/domain/ids.ts'
import { localRecordSchema } from '../../../shared/domain/local-record.ts'
import {
  modelCardSchema,
  optionValueSchema,
  pictureFormatSchema,
  qualitySchema,
} from '../../../shared/domain/model-card.ts'
import { modelRefSchema } from '../../../shared/domain/provider.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { sizeSchema } from '../../../shared/util/geometry-schema.ts'
import type { GenerationCall } from '../generation/generation-call.ts'

const plannedSchema = z.object({
  operation: operationSchema,
  prompt: z.string(),
  negativePrompt: z.string().nullable(),
  n: z.int().min(1),
  size: sizeSchema.nullable(),
  aspectRatio: z.string().nullable(),
  tier: z.string().nullable(),
  quality: qualitySchema.nullable(),
  stylePreset: z.string().nullable(),
  seed: z.number().nullable(),
  guidance: z.number().nullable(),
  steps: z.number().nullable(),
  strength: z.number().nullable(),
  loras: z.array(loraSchema),
  format: pictureFormatSchema.nullable(),
  safety: safetySchema,
  options: z.record(z.string(), optionValueSchema),
  control: controlSchema.nullable().default(null),
  drawnWith: localRecordSchema.nullable().default(null),
})

/** What is kept of a call besides its mask. Drawn seeds are in it: it is not planned anew. */
const keptBodySchema = z.object({
  version: z.literal(1),
  jobIds: z.array(jobIdSchema).min(1),
  runId: z.string().nullable(),
  request: generationRequestSchema.omit({ maskPng: true }),
  card: modelCardSchema,
  plan: requestPlanSchema,
  sent: sentPartSchema.nullable(),
  referenceIds: z.array(assetIdSchema),
  sendsMask: z.boolean(),
  planned: plannedSchema,
  estimateUsd: z.number().nullable(),
  tried: z.array(modelRefSchema),
  startedAtMs: z.number().nullable(),
})
export type KeptBody = z.output<typeof keptBodySchema>

export function writeBody(call: GenerationCall): string {
  const { jobs, runId, request, prepared, planned, estimateUsd, tried, startedAtMs } = call
  const { maskPng: _mask, ...words } = request
  const { card, plan, sent, referenceIds, sendsMask } = prepared
  const { card: _card, ...rest } = planned
  const jobIds = jobs.map((job) => job.snapshot().id)
  const plans = { card, plan, sent, referenceIds, sendsMask, planned: rest, estimateUsd }
  return JSON.stringify({ version: 1, jobIds, runId, request: words, ...plans, tried, startedAtMs })
}

/** @throws storage/corrupt where it is not what was once written */
export function readBody(json: string): KeptBody {
  const parsed = keptBodySchema.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  throw new AppError(
    'storage/corrupt',
    'What is kept of this request is damaged. Nothing was sent for it now; ask for it again.',
    { detail: { issue: parsed.error.issues[0]?.path.join('.') ?? '' } },
  )
}
