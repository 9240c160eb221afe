import { currentSuccessor } from '../../../shared/domain/current-successor.ts'
import type { GenerationRequest, PlanRequest, Safety } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { Fallback, ModelRef } from '../../../shared/domain/provider.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { findMentions } from '../../../shared/prompting/index.ts'
import type { KnownImage } from '../core/plan/plan-conversation.ts'
import type { KnownReference } from '../core/plan/plan-named-references.ts'
import type { PreparedRequest } from '../core/plan/planned-call.ts'
import type { PrepareOptions, ProviderManager } from '../provider-manager.ts'
import { findCheaper } from './find-cheaper.ts'
import type { ModelActions } from './model-actions.ts'
import { planWithCard } from './plan-with-card.ts'
import type { ProviderContext } from './provider-context.ts'

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
