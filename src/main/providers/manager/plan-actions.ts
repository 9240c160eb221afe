import { currentSuccessor, type Fallback, type ModelRef } from '../../../shared/domain/provider.ts'
import type { GenerationRequest, PlanRequest, Safety, WarningCode } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { findMentions } from '../../../shared/prompting/index.ts'
import type { KnownImage } from '../core/plan/plan-conversation.ts'
import type { KnownReference } from '../core/plan/plan-named-references.ts'
import type { PreparedRequest, PlannedRequest } from '../core/plan/planned-call.ts'
import type { PrepareOptions, ProviderManager, CheaperModel } from '../provider-manager.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import { pixelsOf } from '../../editing/pixel-grid.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { planWithCard } from './plan-with-card.ts'
import type { ProviderContext } from './provider-context.ts'
import { numberSettingNames, numberSettings } from '../../../shared/domain/number-settings.ts'
import type { ModelActions } from './model-actions.ts'

type PlanActions = Pick<ProviderManager, 'plan' | 'cheaper' | 'prepare' | 'fallbacks' | 'fallbackOrder' | 'safety'>

export function createPlanActions(
  context: ProviderContext,
  { requireModel }: Pick<ModelActions, 'requireModel'>,
): PlanActions {
  const { settings } = context.parts

  const safety = (): Safety => settings.get().safety

  function fallbackOrder(): Fallback {
    const { generate, edit, variations } = settings.get().fallback
    return { generate: [...generate], edit: [...edit], variations: [...variations] }
  }

  async function planned(
    request: PlanRequest,
    source: Size | null,
    { isFallback = false, controlSize = null }: PrepareOptions = {},
  ): Promise<PreparedRequest> {
    const card = await requireModel(request)
    return planWithCard(context, card, request, source, {
      safety: safety(),
      isFallback,
      controlSize,
      insteadOf: isFallback ? null : await retiredDefault(context, request, card),
      ...(await knownFor(context, request)),
    })
  }

  function prepare(
    { maskPng, ...request }: GenerationRequest,
    source: Size | null,
    options?: PrepareOptions,
  ): Promise<PreparedRequest> {
    return planned({ ...request, hasMask: maskPng !== null }, source, options)
  }

  async function canDo(ref: ModelRef, request: GenerationRequest): Promise<boolean> {
    try {
      const { plan } = await prepare({ ...request, ...ref }, null, { isFallback: true })
      return plan.obstacles.length === 0 && (await hasKey(context, ref))
    } catch (thrown) {
      // Switched off, unknown, or unreachable.
      if (thrown instanceof AppError && thrown.code !== 'internal/bug') return false
      throw thrown
    }
  }

  return {
    safety,
    fallbackOrder,
    prepare,
    plan: async (request, source, controlSize = null) => (await planned(request, source, { controlSize })).plan,
    async cheaper(request, source) {
      const known = await knownFor(context, request)
      const requested = await planned(request, source)
      return findCheaper(context, { request, source, safety: safety(), ...known, requested })
    },
    async fallbacks(operation, request, tried) {
      const found: ModelRef[] = []
      for (const ref of fallbackOrder()[operation]) {
        const isTried = tried.some(({ provider, model }) => provider === ref.provider && model === ref.model)
        if (!isTried && (await canDo(ref, { ...request, operation }))) found.push(ref)
      }
      return found
    },
  }
}

/** Returns the label of the saved default that is retired, in whose place its successor is used: this model. */
async function retiredDefault(
  { choices, parts, viewOf }: ProviderContext,
  { provider, insteadOf }: PlanRequest,
  { id: model }: ModelCard,
): Promise<string | null> {
  if (!insteadOf) return null
  const { draftModels, finalModels } = parts.settings.get()
  const usual = { provider, model: choices.get(provider).defaultModel }
  const saved = [usual, ...Object.values(draftModels), ...Object.values(finalModels)]
  // Another model may have been saved since.
  if (!saved.some((ref) => ref.provider === provider && ref.model === insteadOf)) return null
  const view = await viewOf(provider)
  if (currentSuccessor(view, insteadOf)?.id !== model) return null
  return view.models.find((card) => card.id === insteadOf)?.label ?? null
}

/** What the library knows of the request's words: earlier turns, and references. */
async function knownFor(context: ProviderContext, request: Pick<PlanRequest, 'prompt' | 'continues' | 'sourceId'>) {
  const chain = await chainFor(context, request)
  return { chain, references: await referencesFor(context, request, chain) }
}

/** Most prompts name none. */
async function referencesFor(
  { parts }: ProviderContext,
  { prompt, continues, markup }: Pick<PlanRequest, 'prompt' | 'continues' | 'markup'>,
  chain: readonly KnownImage[],
): Promise<readonly KnownReference[]> {
  const texts = [
    prompt,
    continues?.prompt ?? '',
    ...chain.map(({ recipe }) => recipe.prompt ?? ''),
    ...(markup ?? []).map(({ text }) => text),
  ]
  return texts.every((text) => findMentions(text).length === 0) ? [] : ((await parts.references?.()) ?? [])
}

async function chainFor(
  { parts }: ProviderContext,
  { continues = null, sourceId }: Pick<PlanRequest, 'continues' | 'sourceId'>,
): Promise<readonly KnownImage[]> {
  return continues === null || sourceId === null ? [] : ((await parts.chain?.(sourceId)) ?? [])
}

async function hasKey(context: ProviderContext, { provider }: ModelRef): Promise<boolean> {
  if (context.requireAdapter(provider).credential.need !== 'required') return true
  return (await context.keys.get(provider))?.source !== null
}

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

async function findCheaper(context: ProviderContext, { requested, ...search }: Search): Promise<CheaperModel | null> {
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
