import type { CostEstimate, RequestPlan, Warning } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import { formatSeconds } from '../../../lib/format.ts'
import { estimateLabel, formatDay, type PriceLabel } from '../../../lib/models/price-labels.ts'

/** Warnings about how a result is made, not about the result. */
const mild: ReadonlySet<Warning['code']> = new Set([
  'several-calls',
  'source-scaled',
  'format-converted',
  // Still keeps the outside unchanged.
  'mask-soft',
  'memory-saved',
])

export function isMild({ code }: Warning): boolean {
  return mild.has(code)
}

/** A model of the next run, with its plan. */
export interface Planned {
  readonly plan: RequestPlan | null
  /** Requests with this plan. */
  readonly runs: number
  /** Images of all these requests. */
  readonly images: number
  readonly hasFailed: boolean
  /** Median time per image, in milliseconds: used if the plan has no estimate. */
  readonly imageMs: number | null
}

/** "Generate 12 images · $0.12 · 3 models · about 14 s": the total price and time. */
export function formatGenerateLabel(planned: readonly Planned[]): PriceLabel {
  const total = planned.reduce((sum, { runs }) => sum + runs, 0)
  const images = planned.reduce((sum, each) => sum + each.images, 0)
  const isMatrix = total > planned.length
  const action = images > 1 ? messages.generateImages({ images }) : messages.generate
  const count = planned.length > 1 ? [messages.modelCount({ count: planned.length })] : []
  if (planned.some(({ hasFailed }) => hasFailed)) {
    return { text: [action, messages.priceUnknown, ...count].join(' · '), tip: null }
  }
  const estimates = planned.flatMap(({ plan, runs }) => (plan === null ? [] : [timesOver(plan.estimate, runs)]))
  if (estimates.length < planned.length || estimates.length === 0) return { text: action, tip: null }
  const { text, tip } = formatTotal(estimates)
  const times = planned.flatMap(({ plan, imageMs }) => plan?.estimatedMs ?? imageMs ?? [])
  // How many requests a service runs at once is unknown.
  const time =
    isMatrix || times.length < planned.length ? [] : [messages.aboutTime({ time: formatSeconds(Math.max(...times)) })]
  return { text: [action, text, ...count, ...time].join(' · '), tip }
}

function timesOver(estimate: CostEstimate, runs: number): CostEstimate {
  return { ...estimate, usd: estimate.usd === null ? null : estimate.usd * runs }
}

/** The sum of all requests, with a note if some prices are unknown. */
function formatTotal(estimates: readonly CostEstimate[]): PriceLabel {
  const known = estimates.filter(({ usd }) => usd !== null)
  if (known.length === 0) return { text: messages.priceUnknown, tip: null }
  const days = known.flatMap(({ asOf }) => asOf ?? []).toSorted()
  const total = estimateLabel({
    usd: known.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    // The oldest price list is the most likely to have changed.
    asOf: days[0] ?? null,
    isSure: known.every(({ isSure }) => isSure),
  })
  return known.length === estimates.length
    ? total
    : { text: messages.plusUnknown({ price: total.text }), tip: total.tip }
}

interface Priced {
  /** null = not computed yet. */
  readonly estimate: CostEstimate | null
}

/** "Prices as of Nov 20, 2026 · 1 with an unknown price": what the price on the button is based on; null = no price. */
export function priceNote(priced: readonly Priced[]): string | null {
  const known = priced.flatMap(({ estimate }) => estimate ?? [])
  const days = known.flatMap(({ usd, asOf }) => (usd === null || usd === 0 ? [] : (asOf ?? []))).toSorted()
  const unknown = known.filter(({ usd }) => usd === null).length
  const [oldest] = days
  const isSure = known.every((each) => each.usd === 0 || each.isSure)
  const parts = [
    oldest !== undefined && (days.length > 1 ? messages.pricesOf : messages.priceOf)({ day: formatDay(oldest) }),
    oldest !== undefined && !isSure && messages.thirdPartyPrices,
    unknown > 0 && (priced.length === 1 ? messages.priceUnknown : messages.withUnknownPrice({ count: unknown })),
  ].filter((part) => part !== false)
  return oldest === undefined && unknown === 0 ? null : parts.join(' · ')
}

interface Target {
  readonly task: StudioTask
  readonly hasSeed: boolean
  readonly hasNegativePrompt: boolean
  readonly hasSize: boolean
}

/** The settings of the form that a model would ignore; null = none. */
export function formatIgnored(card: ModelCard, { task, hasSeed, hasNegativePrompt, hasSize }: Target): string | null {
  const ignored = [
    hasSeed && card.seed === 'no' && messages.seed,
    hasNegativePrompt && !card.hasNegativePrompt && messages.negativePrompt,
    hasSize && task === 'generate' && card.sizes.kind === 'source' && messages.size,
  ].filter((word) => word !== false)
  return ignored.length === 0 ? null : messages.ignores({ settings: joinList(ignored) })
}
