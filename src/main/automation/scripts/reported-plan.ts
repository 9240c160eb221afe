import { z } from 'zod'
import { batchImageStates, type BatchImage, type PlanBatchView } from '../../../shared/domain/edit-plan-batch.ts'
import { roundUsd } from './call-result.ts'

/** A run of an edit plan as `plan run` reports it. */
export const reportedPlanSchema = z.object({
  name: z.string(),
  /** USD; null = not known. */
  cost_estimate: z.number().nullable(),
  /** USD: what was billed or may have been, as far as it is known. */
  cost: z.number(),
  images: z
    .array(
      z.object({
        /** Library ID. */
        source: z.string(),
        name: z.string(),
        /** `impossible`: nothing was sent. `uncertain`: a step failed that may have been billed. */
        state: z.enum(batchImageStates),
        steps: z
          .array(
            z.object({
              name: z.string(),
              state: z.enum(['missing', 'waiting', 'blocked', 'queued', 'running', 'done', 'failed']),
              /** Library ID. */
              image: z.string().nullable(),
              /** `yes`, `no` or `unknown`; null = it was not sent. */
              billed: z.string().nullable(),
              error: z.string().nullable(),
            }),
          )
          .readonly(),
        /** Library ID of the image with all steps. */
        result: z.string().nullable(),
        error: z.string().nullable(),
        warnings: z.array(z.string()).readonly(),
        cost: z.number(),
      }),
    )
    .readonly(),
})
export type ReportedPlan = z.output<typeof reportedPlanSchema>

export function reportedPlan(batch: PlanBatchView, costEstimate: number | null): ReportedPlan {
  const { name, images } = batch
  return { name, cost_estimate: costEstimate, cost: batchCostOf(batch), images: images.map(toImage) }
}

function toImage({
  sourceId,
  resultId,
  problem,
  costUsd,
  steps,
  ...image
}: BatchImage): ReportedPlan['images'][number] {
  return {
    source: sourceId,
    name: image.name,
    state: image.state,
    steps: steps.map((step) => ({
      name: step.name,
      state: step.state,
      image: step.resultId,
      billed: step.job?.isBilled ?? null,
      error: step.problem,
    })),
    result: resultId,
    error: problem,
    warnings: image.warnings,
    cost: roundUsd(costUsd),
  }
}

/** USD. */
export function batchCostOf({ images }: Pick<PlanBatchView, 'images'>): number {
  return roundUsd(images.reduce((sum, { costUsd }) => sum + costUsd, 0))
}
