import type { RankedModel } from '../../../shared/domain/comparison.ts'
import {
  comparisonsMin,
  suggestionBasisMin,
  type ModelValue,
  type ValueReport,
  type ValueBasis,
  type ValueRating,
  type ValueStanding,
} from '../../../shared/domain/model-value.ts'
import { providerIdSchema } from '../../../shared/domain/provider-id.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { wilsonInterval } from '../../../shared/util/wilson-interval.ts'
import type { ModelResults } from '../../database/index.ts'
import { dominates, suggestModels, type ValueCandidate } from './suggest-models.ts'

interface Evidence {
  readonly basis: ValueBasis
  readonly results: readonly ModelResults[]
  readonly ranked: readonly RankedModel[]
  /** Whether a model can be used now. */
  readonly isAvailable: (ref: ModelRef) => boolean
}

type Facts = Omit<ModelValue, 'standing' | 'dominatedBy'>

/** Puts together what is known of each model, and derives which to suggest. Pure; the order of the input does not matter. */
export function valueModels(evidence: Evidence): Pick<ValueReport, 'models' | 'draft' | 'final'> {
  const facts = factsOf(evidence)
  const candidates = facts.flatMap((each) => toCandidate(each, evidence) ?? [])
  const suggested = suggestModels(candidates)
  const models = facts.map((each): ModelValue => {
    const own = candidates.find(({ key }) => key === keyOf(each))
    const better = own === undefined ? undefined : dominatorOf(own, candidates)
    return {
      ...each,
      standing: better === undefined ? standingOf(each, evidence) : 'dominated',
      dominatedBy: better === undefined ? null : better.ref,
    }
  })
  return {
    models: models.toSorted(byRating),
    draft: suggested?.draft.ref ?? null,
    final: suggested?.final.ref ?? null,
  }
}

interface ModelCandidate extends ValueCandidate {
  readonly ref: ModelRef
}

/** Of several, the best that is itself not dominated: the one that a person would take instead. */
function dominatorOf(own: ModelCandidate, candidates: readonly ModelCandidate[]): ModelCandidate | undefined {
  return candidates
    .filter((other) => dominates(other, own) && !candidates.some((third) => dominates(third, other)))
    .toSorted((a, b) => b.rating.value - a.rating.value || a.costUsd - b.costUsd || (a.key < b.key ? -1 : 1))[0]
}

/** null where too little is known, or it cannot be used. */
function toCandidate(facts: Facts, evidence: Evidence): ModelCandidate | null {
  const { rating, costUsd, medianMs, provider, model } = facts
  if (standingOf(facts, evidence) !== 'front' || rating === null || costUsd === null) return null
  return { key: keyOf(facts), ref: { provider, model }, rating, costUsd, medianMs }
}

function standingOf({ provider, model, rating, basisCount, costUsd }: Facts, { isAvailable }: Evidence): ValueStanding {
  if (!isAvailable({ provider, model })) return 'unavailable'
  if (rating === null || basisCount < suggestionBasisMin) return 'few-data'
  return costUsd === null ? 'no-price' : 'front'
}

function factsOf({ basis, results, ranked }: Evidence): Facts[] {
  const byKey = new Map(results.map((each) => [keyOf(each), each]))
  const votes = new Map(ranked.flatMap((each) => (each.model === null ? [] : [[keyOf(each), each] as const])))
  return [...new Set([...byKey.keys(), ...votes.keys()])].toSorted().flatMap((key): Facts[] => {
    const [result, vote] = [byKey.get(key), votes.get(key)]
    const provider = providerIdSchema.safeParse(result?.provider ?? vote?.provider)
    const model = result?.model ?? vote?.model
    // What draws without a model, such as the content-aware fill, can be no default.
    if (!provider.success || model === undefined || model === null || model === '') return []
    return [
      {
        provider: provider.data,
        model,
        ...madeFacts(result),
        ...(basis === 'votes' ? byVotes(vote) : byStars(result)),
      },
    ]
  })
}

function madeFacts(result: ModelResults | undefined) {
  const { images = 0, kept = 0, reported = 0, estimated = 0, usd = 0, timesMs = [] } = result ?? {}
  const priced = reported + estimated
  return { images, kept, reported, estimated, costUsd: priced === 0 ? null : usd / priced, medianMs: medianOf(timesMs) }
}

function byVotes(vote: RankedModel | undefined): { rating: ValueRating | null; basisCount: number } {
  if (vote === undefined) return { rating: null, basisCount: 0 }
  const { wins, losses, ties } = vote
  const basisCount = wins + losses + ties
  if (vote.score === null || vote.plusMinus === null) return { rating: null, basisCount }
  const [value, plusMinus] = [toHundredths(vote.score), toHundredths(vote.plusMinus)]
  return { rating: { value, low: value - plusMinus, high: value + plusMinus }, basisCount }
}

/** The fit stops at a precision of its own: models that are equally good must not differ by what is left. */
const toHundredths = (value: number) => Math.round(value * 100) / 100

const [starsMin, starsMax] = [1, 5]

function byStars(result: ModelResults | undefined): { rating: ValueRating | null; basisCount: number } {
  const { rated = 0, stars = 0 } = result ?? {}
  if (rated < comparisonsMin) return { rating: null, basisCount: rated }
  const mean = (stars / rated - starsMin) / (starsMax - starsMin)
  const { low, high } = wilsonInterval(mean, rated)
  const toStars = (share: number) => starsMin + share * (starsMax - starsMin)
  return { rating: { value: stars / rated, low: toStars(low), high: toStars(high) }, basisCount: rated }
}

/** The lower of the two middle ones where there are two; null of none. */
function medianOf(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null
}

function keyOf({ provider, model }: { readonly provider: string; readonly model: string | null }): string {
  return `${provider}\n${model ?? ''}`
}

function byRating(a: ModelValue, b: ModelValue): number {
  const [first, second] = [a.rating?.value ?? -Infinity, b.rating?.value ?? -Infinity]
  if (first !== second) return second - first
  return b.basisCount - a.basisCount || b.images - a.images || (keyOf(a) < keyOf(b) ? -1 : 1)
}
