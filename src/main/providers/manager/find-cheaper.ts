import type { PlanRequest, Safety, WarningCode } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { pixelsOf } from '../../editing/pixel-grid.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { KnownImage } from '../core/plan/plan-conversation.ts'
import type { KnownReference } from '../core/plan/plan-named-references.ts'
import type { PlannedRequest, PreparedRequest } from '../core/plan/planned-call.ts'
import type { CheaperModel } from '../provider-manager.ts'
import { planWithCard } from './plan-with-card.ts'
import type { ProviderContext } from './provider-context.ts'
import { numberSettingNames, numberSettings } from '../../../shared/domain/number-settings.ts'

interface Search {
  readonly request: PlanRequest
  readonly source: Size | null
  readonly safety: Safety
  readonly references: readonly KnownReference[]
  readonly chain: readonly KnownImage[]
  /** The request planned with the model it names. */
  readonly requested: PreparedRequest
}

/** Differences that do not make the image worse. */
const harmless: ReadonlySet<WarningCode> = new Set([
  'size-snapped',
  'ratio-snapped',
  'seed-best-effort',
  'format-converted',
  'crop-sent',
  'several-calls',
  ...numberSettingNames
    .filter((name) => !numberSettings[name].isOfSource)
    .flatMap((name) => [`${name}-ignored`, `${name}-clamped`] as const),
])

/** Ratio of the other model's pixels to those requested. */
const pixelsTolerance = { least: 0.8, most: 1.5 }
const ratioTolerance = 0.03

export async function findCheaper(
  context: ProviderContext,
  { requested, ...search }: Search,
): Promise<CheaperModel | null> {
  const insteadOfUsd = requested.plan.estimate.usd
  if (insteadOfUsd === null || requested.plan.obstacles.length > 0) return null
  let best: CheaperModel | null = null
  for (const adapter of context.adapters) {
    if (!(await isReady(context, adapter))) continue
    for (const card of await context.modelLists.list(adapter, await context.listSourceOf(adapter))) {
      if (card.state.type !== 'current' || card.state.deprecated || card.aliasOf) continue
      const candidate = planInstead(context, { provider: adapter.id, model: card.id }, card, search)
      const { usd } = candidate.plan.estimate
      if (usd === null || usd >= (best?.usd ?? insteadOfUsd) || !isEquivalent(requested, candidate)) continue
      const ref = { provider: adapter.id, model: card.id }
      best = { ref, label: messages.modelOfProvider({ model: card.label, provider: adapter.label }), usd, insteadOfUsd }
    }
  }
  return best
}

/** Without the options of the model it was written for. */
function planInstead(
  context: ProviderContext,
  ref: ModelRef,
  card: ModelCard,
  { request, source, ...facts }: Omit<Search, 'requested'>,
): PreparedRequest {
  return planWithCard(context, card, { ...request, ...ref, options: {} }, source, { ...facts, isFallback: true })
}

async function isReady(context: ProviderContext, { id, kind }: ProviderAdapter): Promise<boolean> {
  if (kind !== 'cloud' || !context.choices.get(id).isEnabled) return false
  return ((await context.keys.get(id))?.source ?? null) !== null
}

function isEquivalent(requested: PlannedRequest, candidate: PlannedRequest): boolean {
  if (candidate.plan.obstacles.length > 0) return false
  const known = new Set(requested.plan.warnings.map(({ code }) => code))
  if (!candidate.plan.warnings.every(({ code }) => known.has(code) || harmless.has(code))) return false
  if (requested.sendsMask && !candidate.sendsMask) return false
  if (candidate.referenceIds.length < requested.referenceIds.length) return false
  return isAlike(requested.plan.size, candidate.plan.size)
}

/** A size that is unknown in advance only matches another unknown size. */
function isAlike(requested: Size | null, candidate: Size | null): boolean {
  if (requested === null || candidate === null) return requested === candidate
  const pixels = pixelsOf(candidate) / pixelsOf(requested)
  const ratio = candidate.widthPx / candidate.heightPx / (requested.widthPx / requested.heightPx)
  return (
    pixels >= pixelsTolerance.least && pixels <= pixelsTolerance.most && Math.abs(Math.log(ratio)) <= ratioTolerance
  )
}
