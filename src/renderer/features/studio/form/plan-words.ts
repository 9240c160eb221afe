import type { CostEstimate, RequestPlan, Warning } from '../../../../shared/domain/generation.ts'
import type { EditPlan } from '../../../../shared/domain/edit.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import { formatCount, formatSeconds, formatSize } from '../../../lib/format.ts'
import { estimateLabel, formatDay, type PriceLabel } from '../../../lib/price-labels.ts'

/** How the work is done, not what comes of it: no reason to choose otherwise. */
const mild: ReadonlySet<Warning['code']> = new Set([
  'several-calls',
  'source-scaled',
  'format-converted',
  // Nothing outside changes with it either.
  'mask-soft',
  'memory-saved',
])

export function isMild({ code }: Warning): boolean {
  return mild.has(code)
}

/** One model that is about to be asked, as far as it is planned. */
export interface Planned {
  readonly plan: RequestPlan | null
  /** Requests like it that would go. */
  readonly runs: number
  /** What they ask for together. */
  readonly images: number
  readonly hasFailed: boolean
  /** Median time to a finished picture, milliseconds: where the plan knows no better. */
  readonly pictureMs: number | null
}

/** "Generate 12 images · $0.12 · 3 models · about 14 s": what it costs and how long it takes, all together, before the click. */
export function generateWords(planned: readonly Planned[]): PriceLabel {
  const total = planned.reduce((sum, { runs }) => sum + runs, 0)
  const images = planned.reduce((sum, each) => sum + each.images, 0)
  const isMatrix = total > planned.length
  const action = images > 1 ? `Generate ${formatCount(images, 'image')}` : 'Generate'
  const count = planned.length > 1 ? [formatCount(planned.length, 'model')] : []
  if (planned.some(({ hasFailed }) => hasFailed)) {
    return { text: [action, 'price unknown', ...count].join(' · '), tip: null }
  }
  const estimates = planned.flatMap(({ plan, runs }) => (plan === null ? [] : [timesOver(plan.estimate, runs)]))
  if (estimates.length < planned.length || estimates.length === 0) return { text: action, tip: null }
  const { text, tip } = totalWords(estimates)
  const times = planned.flatMap(({ plan, pictureMs }) => plan?.estimatedMs ?? pictureMs ?? [])
  // How many of them a service does at once is not known.
  const time = isMatrix || times.length < planned.length ? [] : [`about ${formatSeconds(Math.max(...times))}`]
  return { text: [action, text, ...count, ...time].join(' · '), tip }
}

function timesOver(estimate: CostEstimate, runs: number): CostEstimate {
  return { ...estimate, usd: estimate.usd === null ? null : estimate.usd * runs }
}

/** What all requests come to together. What one service does not tell is said beside the sum of the others. */
function totalWords(estimates: readonly CostEstimate[]): PriceLabel {
  const known = estimates.filter(({ usd }) => usd !== null)
  if (known.length === 0) return { text: 'price unknown', tip: 'Price not published.' }
  const days = known.flatMap(({ asOf }) => asOf ?? []).toSorted()
  const total = estimateLabel({
    usd: known.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    // The oldest list is the one that may have changed.
    asOf: days[0] ?? null,
    isSure: known.every(({ isSure }) => isSure),
  })
  return known.length === estimates.length ? total : { text: `${total.text} + unknown`, tip: total.tip }
}

interface Priced {
  /** null = it is still being worked out. */
  readonly estimate: CostEstimate | null
}

/** "prices of 20 Nov 2026 · 1 price unknown": what the sum on the button stands on; null = nothing to say. */
export function priceNote(priced: readonly Priced[]): string | null {
  const known = priced.flatMap(({ estimate }) => estimate ?? [])
  const days = known.flatMap(({ usd, asOf }) => (usd === null || usd === 0 ? [] : (asOf ?? []))).toSorted()
  const unknown = known.filter(({ usd }) => usd === null).length
  const [oldest] = days
  const isSure = known.every((each) => each.usd === 0 || each.isSure)
  const parts = [
    oldest !== undefined && `${days.length > 1 ? 'prices' : 'price'} of ${formatDay(oldest)}`,
    oldest !== undefined && !isSure && '~ from other lists than the vendor’s own',
    unknown > 0 && (priced.length === 1 ? 'the price is not told beforehand' : `${unknown} without a known price`),
  ].filter((part) => part !== false)
  return oldest === undefined && unknown === 0 ? null : parts.join(' · ')
}

interface Asked {
  readonly task: StudioTask
  readonly hasSeed: boolean
  readonly hasNegativePrompt: boolean
  readonly hasSize: boolean
}

/** What a model would ignore of what is set on the form, in a few words; null = nothing. Told before it is ticked. */
export function ignoredWords(card: ModelCard, { task, hasSeed, hasNegativePrompt, hasSize }: Asked): string | null {
  const ignored = [
    hasSeed && card.seed === 'no' && 'the seed',
    hasNegativePrompt && !card.hasNegativePrompt && 'what to leave out',
    hasSize && task === 'generate' && card.sizes.kind === 'source' && 'the size',
  ].filter((word) => word !== false)
  return ignored.length === 0 ? null : `ignores ${ignored.join(' and ')}`
}

const toldWords: Readonly<Record<EditPlan['told'], string>> = {
  'mask-white': 'by a mask: white is repainted',
  'mask-black': 'by a mask: black is repainted',
  'mask-transparent': 'by a mask: what is transparent is repainted',
  'second-picture': 'by a second image and words',
  'crop-only': 'not at all: it redraws this part, and Atelier lays in what is under the mask',
}

/** How the model is told what to repaint. */
export function maskToldWords({ told }: EditPlan): string {
  return toldWords[told]
}

/** "812 × 640 of the picture → 1024 × 1024": which part is sent, and how large. */
export function partWords({ crop, frame, box }: EditPlan): string {
  const isPadded = box.widthPx !== frame.widthPx || box.heightPx !== frame.heightPx
  const sent = isPadded ? `${formatSize(box)} within ${formatSize(frame)}` : formatSize(frame)
  return `${formatSize(crop)} of the image → ${sent}`
}
