import { z } from 'zod'
import { batchImageStates, type BatchImage, type PlanBatchView } from '../../../shared/domain/edit-plan.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { addCosts, wholeUsd, type CostSum } from '../../../shared/util/sum-costs.ts'
import { costOf } from './call-result.ts'
import { costFields, reportedCost, type ReportedCost } from './reported-cost.ts'

/** A run of an edit plan as `plan run` reports it. */
export const reportedPlanSchema = z.object({
  name: z.string(),
  /** USD; null = not known. */
  cost_estimate: z.number().nullable(),
  ...costFields,
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
              /** USD: what was billed or may have been for its latest request; null = not known. */
              cost: z.number().nullable(),
              error: z.string().nullable(),
              warnings: z.array(z.string()).readonly(),
            }),
          )
          .readonly(),
        /** Library ID of the image with all steps. */
        result: z.string().nullable(),
        /** Of the result: the copy, or the file in the library. */
        path: z.string().nullable(),
        /** Pixels that changed inside and outside of all masks together. */
        changed_inside: z.int().nullable(),
        changed_outside: z.int().nullable(),
        error: z.string().nullable(),
        warnings: z.array(z.string()).readonly(),
        ...costFields,
      }),
    )
    .readonly(),
})
export type ReportedPlan = z.output<typeof reportedPlanSchema>

/** A result of a run. */
export interface DeliveredResult {
  readonly id: string
  readonly mime: string
  readonly path: string
  /** Pixels that changed inside and outside of all masks; null = not measured. */
  readonly changedInside: number | null
  readonly changedOutside: number | null
}

/**
 * @param results of its images, those that have one
 * @param requests all that were made for it, where steps may have been made again
 */
export function reportedPlan(
  batch: PlanBatchView,
  costEstimate: number | null,
  results: readonly DeliveredResult[] = [],
  requests: readonly JobSnapshot[] = [],
): ReportedPlan {
  const { name, images } = batch
  const byId = new Map(results.map((result) => [result.id, result]))
  return {
    name,
    cost_estimate: costEstimate,
    ...reportedCost(batchCostOf(batch, requests)),
    images: images.map((image) => ({
      ...toImage(image, byId.get(image.resultId ?? '')),
      ...reportedCost(imageCostOf(image, requests)),
    })),
  }
}

function toImage(
  { sourceId, resultId, problem, steps, ...image }: BatchImage,
  result: DeliveredResult | undefined,
): Omit<ReportedPlan['images'][number], keyof ReportedCost> {
  return {
    source: sourceId,
    name: image.name,
    state: image.state,
    steps: steps.map((step) => ({
      name: step.name,
      state: step.state,
      image: step.resultId,
      billed: step.job?.isBilled ?? null,
      cost: wholeUsd(costOf(step.job === null ? [] : [step.job])),
      error: step.problem,
      warnings: step.job?.warnings.map(({ message }) => message) ?? [],
    })),
    result: resultId,
    path: result?.path ?? null,
    changed_inside: result?.changedInside ?? null,
    changed_outside: result?.changedOutside ?? null,
    error: problem,
    warnings: image.warnings,
  }
}

function imageCostOf({ planId, steps }: BatchImage, requests: readonly JobSnapshot[]): CostSum {
  const latest = steps.flatMap(({ job }) => job ?? [])
  return costOf(
    latest,
    requests.filter(({ editPlanId }) => editPlanId === planId),
  )
}

export function batchCostOf({ images }: Pick<PlanBatchView, 'images'>, requests: readonly JobSnapshot[] = []): CostSum {
  return addCosts(...images.map((image) => imageCostOf(image, requests)))
}
