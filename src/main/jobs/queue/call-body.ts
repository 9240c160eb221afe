import { z } from 'zod'
import { sentPartSchema } from '../../../shared/domain/edit.ts'
import { generationRequestSchema, requestPlanSchema, sentRequestSchema } from '../../../shared/domain/generation.ts'
import { assetIdSchema, jobIdSchema } from '../../../shared/domain/ids.ts'
import { storedModelCardSchema } from '../../../shared/domain/model-card.ts'
import { modelRefSchema } from '../../../shared/domain/provider.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { requestDamaged } from '../../../shared/messages/en/jobs.ts'
import type { GenerationCall } from '../generation/generation-call.ts'

/** What is stored of a call besides its mask. Includes the drawn seeds: it is not planned again. */
const callBodySchema = z.object({
  version: z.literal(1),
  jobIds: z.array(jobIdSchema).min(1),
  runId: z.string().nullable(),
  request: generationRequestSchema.omit({ maskPng: true }),
  card: storedModelCardSchema,
  plan: requestPlanSchema,
  sent: sentPartSchema.nullable(),
  referenceIds: z.array(assetIdSchema),
  sendsMask: z.boolean(),
  turns: z
    .array(z.object({ prompt: z.string(), sourceId: assetIdSchema.nullable(), imageId: assetIdSchema }))
    .optional(),
  planned: sentRequestSchema,
  estimateUsd: z.number().nullable(),
  tried: z.array(modelRefSchema),
  startedAtMs: z.number().nullable(),
})
export type StoredCall = z.output<typeof callBodySchema>

export function writeBody(call: GenerationCall): string {
  const { jobs, runId, request, prepared, planned, estimateUsd, tried, startedAtMs } = call
  const { maskPng: _mask, ...openParts } = request
  const { card, plan, sent, referenceIds, sendsMask, turns } = prepared
  const { card: _card, ...rest } = planned
  const jobIds = jobs.map((job) => job.snapshot().id)
  const plans = { card, plan, sent, referenceIds, sendsMask, turns, planned: rest, estimateUsd }
  return JSON.stringify({ version: 1, jobIds, runId, request: openParts, ...plans, tried, startedAtMs })
}

/** @throws storage/corrupt if it is not something this program wrote */
export function readBody(json: string): StoredCall {
  const parsed = callBodySchema.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  throw new AppError('storage/corrupt', requestDamaged, {
    detail: { issue: parsed.error.issues[0]?.path.join('.') ?? '' },
  })
}
