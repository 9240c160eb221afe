import { editIntents } from './edit.ts'
import { z } from 'zod'
import { tagSchema } from './annotations.ts'
import { daySpanSchema } from './ledger.ts'
import { modelRefSchema, type ModelRef } from './provider.ts'
import { formatFixed, formatLocale } from '../messages/formats.ts'
import { formatMoney } from '../util/format-money.ts'
import * as messages from '../messages/en/value.ts'

/** Comparisons a model needs before it gets a score. */
export const comparisonsMin = 5

/** Comparisons, or images with stars, that a model needs before it is suggested. */
export const suggestionBasisMin = 10

/** What models are valued by: the tasks of the Studio, and upscaling. */
export const valueTasks = ['generate', ...editIntents, 'variations', 'upscale'] as const
export type ValueTask = (typeof valueTasks)[number]

/** Models have defaults for two purposes. */
export const modelPurposes = ['draft', 'final'] as const
export type ModelPurpose = (typeof modelPurposes)[number]

/** Tasks that a default model is set for; `any` is used where the task has none of its own. */
export const presetTasks = ['any', 'generate', ...editIntents, 'variations'] as const
export type PresetTask = (typeof presetTasks)[number]

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

const countSchema = z.int().nonnegative()

/** A model in the user's own work. */
export const modelValueSchema = z.object({
  ...modelRefSchema.shape,
  images: countSchema,
  /** Neither rejected nor in the trash. */
  kept: countSchema,
  /** Mean price of an image, USD, over those whose price is known; 0 = free, null = none is known. */
  costUsd: z.number().nonnegative().nullable(),
  /** Images whose price the service reported, and those with an estimate only. */
  reported: countSchema,
  estimated: countSchema,
  /** Median time from sending to the finished image, milliseconds; null = unknown. */
  medianMs: z.number().nonnegative().nullable(),
  /** null = fewer than `comparisonsMin` votes or stars. */
  rating: valueRatingSchema.nullable(),
  /** Comparisons, or images with stars, that the rating is from. */
  basisCount: countSchema,
  standing: valueStandingSchema,
  /** The model that dominates it; null = none does. */
  dominatedBy: modelRefSchema.nullable(),
})
export type ModelValue = z.output<typeof modelValueSchema>

const namedCountSchema = z.object({ name: z.string(), count: countSchema })

export const valueReportSchema = z.object({
  basis: valueBasisSchema,
  /** Rated ones first, best first. */
  models: z.array(modelValueSchema),
  /** The models to suggest; null = fewer than two can be judged. */
  draft: modelRefSchema.nullable(),
  final: modelRefSchema.nullable(),
  /** Of all the user's work, whatever the scope; most first. */
  tasks: z.array(z.object({ name: valueTaskSchema, count: countSchema })),
  tags: z.array(namedCountSchema),
})
export type ValueReport = z.output<typeof valueReportSchema>

/** Texts about what models are worth: the same in the window and on the command line. */

export const valueTaskLabels: Readonly<Record<ValueTask, string>> = {
  generate: messages.generateTask,
  fill: messages.fillTask,
  add: messages.addTask,
  remove: messages.removeTask,
  background: messages.backgroundTask,
  expand: messages.expandTask,
  whole: messages.wholeTask,
  variations: messages.variationsTask,
  upscale: messages.upscaleTask,
}

export function presetTaskLabel(task: PresetTask): string {
  return task === 'any' ? messages.anyTask : valueTaskLabels[task]
}

export const purposeLabels: Readonly<Record<ModelPurpose, string>> = { draft: messages.drafts, final: messages.finals }

type NameOf = (ref: ModelRef) => string

const whole = new Intl.NumberFormat(formatLocale, { maximumFractionDigits: 0 })

/** By votes `1,560`, by stars `4.3`. */
export function formatModelRating(value: number, basis: ValueBasis): string {
  return basis === 'votes' ? whole.format(value) : formatFixed(value, 1)
}

/** `1,560 (1,480 to 1,640)`; a dash where it is not rated. */
export function ratingText({ rating }: Pick<ModelValue, 'rating'>, basis: ValueBasis): string {
  if (rating === null) return messages.none
  const [value, low, high] = [rating.value, rating.low, rating.high].map((each) => formatModelRating(each, basis))
  return messages.range({ value: value ?? '', low: low ?? '', high: high ?? '' })
}

/** `$0.04`, `about $0.04` where any of it is an estimate, `free`, or `unknown`. */
export function costText({ costUsd, estimated }: Pick<ModelValue, 'costUsd' | 'estimated'>): string {
  if (costUsd === null) return messages.unknown
  if (costUsd === 0) return messages.free
  const amount = formatMoney(costUsd)
  return estimated > 0 ? messages.aboutAmount({ amount }) : amount
}

export function timeText({ medianMs }: Pick<ModelValue, 'medianMs'>): string {
  if (medianMs === null) return messages.unknown
  const seconds = medianMs / 1000
  if (seconds < 99.5)
    return messages.seconds({ seconds: seconds < 9.95 ? formatFixed(seconds, 1) : whole.format(seconds) })
  return messages.minutes({ minutes: formatFixed(seconds / 60, seconds < 597 ? 1 : 0) })
}

/** Why a model is not suggested, then what is to be known about its price. */
export function standingTexts(model: ModelValue, basis: ValueBasis, nameOf: NameOf): string[] {
  const { standing, dominatedBy } = model
  const reason = {
    front: messages.goodValue,
    dominated: dominatedBy === null ? null : messages.dominated({ model: nameOf(dominatedBy) }),
    'few-data': missingText(model, basis),
    'no-price': messages.priceUnknown,
    unavailable: messages.notAvailable,
  }[standing]
  return [reason, priceNote(model)].filter((text) => text !== null)
}

function missingText({ rating, basisCount }: ModelValue, basis: ValueBasis): string {
  const isVotes = basis === 'votes'
  if (rating === null) {
    const count = Math.max(1, comparisonsMin - basisCount)
    return isVotes ? messages.votesToRate({ count }) : messages.starsToRate({ count })
  }
  const count = Math.max(1, suggestionBasisMin - basisCount)
  return isVotes ? messages.votesToSuggest({ count }) : messages.starsToSuggest({ count })
}

function priceNote({ costUsd, images, reported, estimated }: ModelValue): string | null {
  const priced = reported + estimated
  if (costUsd === null) return null
  if (priced < images) return messages.partlyPriced({ priced, count: images })
  if (estimated === 0 || costUsd === 0) return null
  return reported === 0 ? messages.allEstimated : messages.partlyEstimated({ estimated, count: images })
}

export function findValue({ models }: Pick<ValueReport, 'models'>, ref: ModelRef | null): ModelValue | null {
  if (ref === null) return null
  return models.find(({ provider, model }) => provider === ref.provider && model === ref.model) ?? null
}

/** Why the model is suggested, with the numbers; null = there is no suggestion. */
export function suggestionReason(values: ValueReport, purpose: ModelPurpose, nameOf: NameOf): string | null {
  const [draft, final] = [findValue(values, values.draft), findValue(values, values.final)]
  if (!draft?.rating || !final?.rating) return null
  const low = formatModelRating(final.rating.low, values.basis)
  if (purpose === 'final') return messages.surelyBest({ low })
  if (draft === final) return messages.sameForBoth({ low })
  const cost = costText(draft)
  const gain =
    draft.costUsd === final.costUsd
      ? messages.fasterDraft({
          cost: cost.slice(0, 1).toUpperCase() + cost.slice(1),
          time: timeText(draft),
          finalTime: timeText(final),
        })
      : messages.cheaperDraft({ cost: cost.slice(0, 1).toUpperCase() + cost.slice(1), finalCost: costText(final) })
  const high = formatModelRating(draft.rating.high, values.basis)
  return `${gain} ${messages.cannotTellApart({ high, model: nameOf(final), finalLow: low })}`
}
