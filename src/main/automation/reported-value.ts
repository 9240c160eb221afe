import { z } from 'zod'
import {
  valueBasisSchema,
  valueStandingSchema,
  valueTaskSchema,
  type ModelValue,
  type ValueReport,
} from '../../shared/domain/model-value.ts'
import type { Settings } from '../../shared/domain/settings.ts'

const count = z.int().nonnegative()
export const reportedModelSchema = z.object({
  provider: z.string(),
  model: z.string(),
  images: count,
  /** Neither rejected nor in the trash. */
  kept: count,
  /** Mean price of an image, USD; 0 = free, null = unknown. */
  cost_usd: z.number().nullable(),
  /** Images whose price the service reported, and those with an estimate only. */
  reported_prices: count,
  estimated_prices: count,
  /** Median time from sending to the finished image. */
  median_ms: z.number().nullable(),
  /** By votes around 1500, by stars 1 to 5; with its 95 % interval. null = too few votes or stars. */
  rating: z.number().nullable(),
  rating_low: z.number().nullable(),
  rating_high: z.number().nullable(),
  /** Comparisons, or images with stars. */
  rated_by: count,
  standing: valueStandingSchema,
})

const refSchema = z.object({ provider: z.string(), model: z.string() }).nullable()

const defaultsSchema = z.record(z.string(), z.object({ provider: z.string(), model: z.string() }))

export const reportedValueSchema = z.object({
  basis: valueBasisSchema,
  models: z.array(reportedModelSchema).readonly(),
  /** Suggested models; null = there are fewer than two to choose from. */
  draft: refSchema,
  final: refSchema,
  /** Default models in effect, by task. */
  defaults: z.object({ draft: defaultsSchema, final: defaultsSchema }),
  tasks: z.array(z.object({ name: valueTaskSchema, count })).readonly(),
  tags: z.array(z.object({ name: z.string(), count })).readonly(),
})

export function reportedValue(
  { models, ...values }: ValueReport,
  { draftModels, finalModels }: Pick<Settings, 'draftModels' | 'finalModels'>,
): z.output<typeof reportedValueSchema> {
  return {
    ...values,
    defaults: { draft: { ...draftModels }, final: { ...finalModels } },
    models: models.map(reportedModel),
  }
}

export function reportedModel(each: ModelValue): z.output<typeof reportedModelSchema> {
  return {
    provider: each.provider,
    model: each.model,
    images: each.images,
    kept: each.kept,
    cost_usd: each.costUsd,
    reported_prices: each.reported,
    estimated_prices: each.estimated,
    median_ms: each.medianMs,
    rating: each.rating?.value ?? null,
    rating_low: each.rating?.low ?? null,
    rating_high: each.rating?.high ?? null,
    rated_by: each.basisCount,
    standing: each.standing,
  }
}
