import { z } from 'zod'
import { tagSchema } from './annotations.ts'
import { daySpanSchema } from './ledger.ts'
import { modelRefSchema } from './provider.ts'
import { valueTasks } from './value-task.ts'

export const valueTaskSchema = z.enum(valueTasks)

/** What a rating is from: blind votes, or the stars of images. */
export const valueBasisSchema = z.enum(['votes', 'stars'])
export type ValueBasis = z.output<typeof valueBasisSchema>

/** Which work counts; null = all. Days are local, both inclusive. */
export const valueScopeSchema = daySpanSchema.extend({
  task: valueTaskSchema.nullable(),
  tag: tagSchema.nullable(),
  /** null = votes, or stars where there are no votes. */
  basis: valueBasisSchema.nullable(),
})
export type ValueScope = z.output<typeof valueScopeSchema>

/** With its 95 % interval. By votes around 1500, 400 more = ten times as likely to win; by stars 1 to 5. */
export const valueRatingSchema = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type ValueRating = z.output<typeof valueRatingSchema>

/**
 * Why a model is not suggested. `front`: nothing speaks against it. `dominated`: another one is at least as good, as cheap
 * and as fast, and better in one of these. `few-data`: too few votes or stars. `no-price`: its price is unknown. `unavailable`:
 * not listed any more, retired, turned off, or without a key.
 */
export const valueStandingSchema = z.enum(['front', 'dominated', 'few-data', 'no-price', 'unavailable'])
export type ValueStanding = z.output<typeof valueStandingSchema>

const count = z.int().nonnegative()

/** A model in the user's own work. */
export const modelValueSchema = z.object({
  ...modelRefSchema.shape,
  images: count,
  /** Neither rejected nor in the trash. */
  kept: count,
  /** Mean price of an image, USD, over those whose price is known; 0 = free, null = none is known. */
  costUsd: z.number().nonnegative().nullable(),
  /** Images whose price the service reported, and those with an estimate only. */
  reported: count,
  estimated: count,
  /** Median time from sending to the finished image, milliseconds; null = unknown. */
  medianMs: z.number().nonnegative().nullable(),
  /** null = fewer than `comparisonsMin` votes or stars. */
  rating: valueRatingSchema.nullable(),
  /** Comparisons, or images with stars, that the rating is from. */
  basisCount: count,
  standing: valueStandingSchema,
  /** The model that dominates it; null = none does. */
  dominatedBy: modelRefSchema.nullable(),
})
export type ModelValue = z.output<typeof modelValueSchema>

const namedCountSchema = z.object({ name: z.string(), count })

export const valueReportSchema = z.object({
  basis: valueBasisSchema,
  /** Rated ones first, best first. */
  models: z.array(modelValueSchema),
  /** The models to suggest; null = fewer than two can be judged. */
  draft: modelRefSchema.nullable(),
  final: modelRefSchema.nullable(),
  /** Of all the user's work, whatever the scope; most first. */
  tasks: z.array(z.object({ name: valueTaskSchema, count })),
  tags: z.array(namedCountSchema),
})
export type ValueReport = z.output<typeof valueReportSchema>
