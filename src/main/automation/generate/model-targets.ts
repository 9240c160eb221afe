import { currentSuccessor, type ProviderView } from '../../../shared/domain/provider.ts'
import type { Operation } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { providerIdSchema, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { modelPurposes, type PresetTask } from '../../../shared/domain/model-value.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-generate.ts'
import { noPurposeModel } from '../../../shared/messages/en/cli-value.ts'
import type { OpenedProviders } from '../../main-services.ts'
import { badInput } from '../read-options.ts'

/** A model to send a request to. */
export interface Target {
  readonly view: ProviderView
  readonly card: ModelCard
  /** The saved default that is retired, in whose place it is used. */
  readonly insteadOf?: string | undefined
}

interface Named {
  readonly provider: ProviderId | null
  /** As given; with several, each is `provider/model`. */
  readonly models: readonly string[]
  /** Of each model, whether it is a saved default, which follows its successor; absent = none is. */
  readonly areDefaults?: readonly boolean[]
}

/**
 * Replaces `draft` and `final` by the default models for them. With a provider, they are ids of its models like any
 * other.
 * @throws request/invalid where none is set
 */
export function resolvePurposes(
  { modelFor }: Pick<OpenedProviders, 'modelFor'>,
  named: Named,
  task: PresetTask,
): Named {
  const { provider, models } = named
  if (provider !== null) return named
  const refs = models.map((text) => {
    const purpose = modelPurposes.find((each) => each === text)
    if (purpose === undefined) return text
    const ref = modelFor(purpose, task)
    if (ref === null) throw badInput(noPurposeModel({ purpose }))
    return ref
  })
  const areDefaults = refs.map((ref) => typeof ref === 'object')
  const [first, ...others] = refs
  if (typeof first === 'object' && others.length === 0) {
    return { provider: first.provider, models: [first.model], areDefaults }
  }
  const ids = refs.map((ref) => (typeof ref === 'string' ? ref : `${ref.provider}/${ref.model}`))
  return { provider, models: ids, areDefaults }
}

/** Returns one target per named model, or the default one. @throws request/invalid, provider/unknown-model */
export async function chooseTargets(providers: OpenedProviders, named: Named, operation: Operation): Promise<Target[]> {
  const chosen = await chooseAll(providers, named, operation)
  const targets = await Promise.all(
    chosen.map(async (target, at) => (named.areDefaults?.[at] ? followSuccessor(providers, target) : target)),
  )
  const ids = targets.map(({ view, card }) => `${view.id}/${card.id}`)
  const repeated = ids.find((id, at) => ids.indexOf(id) < at)
  if (repeated !== undefined) throw badInput(messages.modelTwice({ id: repeated }))
  return targets
}

async function chooseAll(
  providers: OpenedProviders,
  { provider, models }: Named,
  operation: Operation,
): Promise<Target[]> {
  const [text, ...more] = models
  if (more.length === 0) return [await chooseOne(providers, provider, text, operation)]
  if (provider !== null) {
    throw badInput(messages.providerForSeveral)
  }
  return Promise.all(models.map((each) => chooseNamed(providers, requireRef(each))))
}

/**
 * Returns the provider that `--base-url` applies to: the one that will be used. If several could be, none is guessed,
 * since its key would be sent to that address. @throws request/invalid
 */
export async function providerAtAddress(
  providers: OpenedProviders,
  { provider, models }: Named,
  operation: Operation,
): Promise<ProviderId> {
  if (provider !== null) return provider
  const usual = providers.defaultProvider()
  const [text = ''] = models
  const ref = readRef(text)
  if (ref !== null && !(await hasModel(providers, usual, text))) return ref.provider
  if (usual !== null) return usual
  const ready = (await readyProviders(providers.manager, operation)).map(({ id }) => id)
  const [only, second] = ready
  if (only !== undefined && second === undefined) return only
  throw badInput(ready.length === 0 ? messages.addressOfWhom : messages.addressOfWhich({ known: ready.join(', ') }))
}

async function chooseOne(
  providers: OpenedProviders,
  provider: ProviderId | null,
  text: string | undefined,
  operation: Operation,
): Promise<Target> {
  const usual = provider ?? providers.defaultProvider()
  const ref = text === undefined || provider !== null ? null : readRef(text)
  if (ref !== null && !(await hasModel(providers, usual, text))) return chooseNamed(providers, ref)
  const view = await chooseProvider(providers, provider, operation)
  if (text === undefined) return chooseUsual(providers, view, operation)
  return { view, card: await providers.manager.requireModel({ provider: view.id, model: text }) }
}

/** A service's model ids may start with another service's id: `openai/…` at Replicate. */
async function hasModel({ manager }: OpenedProviders, id: ProviderId | null, model: string | undefined) {
  return id !== null && (await manager.view(id)).models.some((card) => card.id === model)
}

interface Ref {
  readonly provider: ProviderId
  readonly model: string
}

async function chooseNamed({ manager }: OpenedProviders, ref: Ref): Promise<Target> {
  return { view: await manager.view(ref.provider), card: await manager.requireModel(ref) }
}

function readRef(text: string): Ref | null {
  const at = text.indexOf('/')
  const provider = providerIdSchema.safeParse(text.slice(0, Math.max(0, at)))
  return provider.success && at < text.length - 1 ? { provider: provider.data, model: text.slice(at + 1) } : null
}

export function requireRef(text: string): Ref {
  const ref = readRef(text)
  if (ref !== null) return ref
  throw badInput(messages.modelNotValid({ value: text }))
}

async function chooseProvider(
  { manager, defaultProvider }: OpenedProviders,
  id: ProviderView['id'] | null,
  operation: Operation,
): Promise<ProviderView> {
  const providerId = id ?? defaultProvider()
  if (providerId !== null) return manager.view(providerId)
  const [found] = await readyProviders(manager, operation)
  if (found !== undefined) return found
  throw badInput(messages.noKey)
}

async function readyProviders(manager: OpenedProviders['manager'], operation: Operation): Promise<ProviderView[]> {
  const views = await manager.list()
  return views.filter(
    (view) =>
      view.isEnabled &&
      view.kind === 'cloud' &&
      view.key.source !== null &&
      view.models.some((each) => can(each, operation)),
  )
}

async function chooseUsual(providers: OpenedProviders, view: ProviderView, operation: Operation): Promise<Target> {
  const preferred = view.models.find((card) => card.id === view.defaultModel)
  const usable = view.models.filter((card) => can(card, operation) && card.state.type !== 'retired')
  const card = preferred !== undefined && can(preferred, operation) ? preferred : usable[0]
  if (card !== undefined) {
    const insteadOf = card.id === view.defaultModel ? view.insteadOf : undefined
    // The service's list may have been read just now: what a server has loaded, or that it no longer offers a model.
    const current = await providers.manager.requireModel({ provider: view.id, model: card.id })
    return followSuccessor(providers, { view, card: current, insteadOf })
  }
  throw new AppError(
    'provider/unsupported',
    view.id === 'local' ? messages.noLocalModel : messages.noModel({ provider: view.label }),
  )
}

/** Returns the target with the successor of its model, a default, where that is retired and has one. */
async function followSuccessor({ manager }: OpenedProviders, target: Target): Promise<Target> {
  const { view, card, insteadOf = card.id } = target
  if (card.state.type !== 'retired') return target
  // As of now: reading the list may have ended models.
  const successor = currentSuccessor(await manager.view(view.id), card.id)
  if (successor === null) return target
  return { view, card: await manager.requireModel({ provider: view.id, model: successor.id }), insteadOf }
}

function can(card: ModelCard, operation: Operation): boolean {
  if (operation === 'generate') return card.canGenerate
  return operation === 'edit' ? card.edits !== 'no' || card.mask !== 'no' : card.variations !== 'no'
}
