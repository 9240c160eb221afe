import type { Operation } from '../../shared/domain/generation.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import { providerIdSchema, type ProviderId } from '../../shared/domain/provider-id.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { CommandProviders } from './command.ts'
import { badInput } from './read-options.ts'

/** Who is asked. */
export interface Target {
  readonly view: ProviderView
  readonly card: ModelCard
}

interface Named {
  readonly provider: ProviderId | null
  /** As it was said; of several each is `provider/model`. */
  readonly models: readonly string[]
}

/** One for each model that was named, or the one that is usual. @throws request/invalid, provider/unknown-model */
export async function chooseTargets(
  providers: CommandProviders,
  { provider, models }: Named,
  operation: Operation,
): Promise<Target[]> {
  const [text, ...more] = models
  if (more.length === 0) return [await chooseOne(providers, provider, text, operation)]
  if (provider !== null) {
    throw badInput('--provider is for one model. For several, use --model provider/model for each.')
  }
  const repeated = models.find((each, at) => models.indexOf(each) < at)
  if (repeated !== undefined)
    throw badInput(`--model ${repeated} is given twice. For more images of one model, use --n.`)
  return Promise.all(models.map((each) => chooseNamed(providers, requireRef(each))))
}

/**
 * Whose address `--base-url` is: the provider that will be asked. Where several could be, none is guessed: its key would
 * go to that address. @throws request/invalid
 */
export async function providerAtAddress(
  providers: CommandProviders,
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
  const known = ready.length === 0 ? '' : `: one of ${ready.join(', ')}`
  throw badInput(`Add --provider ID to say whose address --base-url is${known}.`)
}

async function chooseOne(
  providers: CommandProviders,
  provider: ProviderId | null,
  text: string | undefined,
  operation: Operation,
): Promise<Target> {
  const usual = provider ?? providers.defaultProvider()
  const ref = text === undefined || provider !== null ? null : readRef(text)
  if (ref !== null && !(await hasModel(providers, usual, text))) return chooseNamed(providers, ref)
  const view = await chooseProvider(providers, provider, operation)
  return { view, card: await chooseModel(providers, view, text, operation) }
}

/** A service's own names may begin with another service's: `openai/…` at Replicate. */
async function hasModel({ manager }: CommandProviders, id: ProviderId | null, model: string | undefined) {
  return id !== null && (await manager.view(id)).models.some((card) => card.id === model)
}

interface Ref {
  readonly provider: ProviderId
  readonly model: string
}

async function chooseNamed({ manager }: CommandProviders, ref: Ref): Promise<Target> {
  return { view: await manager.view(ref.provider), card: await manager.requireModel(ref) }
}

function readRef(text: string): Ref | null {
  const at = text.indexOf('/')
  const provider = providerIdSchema.safeParse(text.slice(0, Math.max(0, at)))
  return provider.success && at < text.length - 1 ? { provider: provider.data, model: text.slice(at + 1) } : null
}

function requireRef(text: string): Ref {
  const ref = readRef(text)
  if (ref !== null) return ref
  throw badInput(`With several models, write each as provider/model, such as openai/gpt-image-2, not “${text}”.`)
}

async function chooseProvider(
  { manager, defaultProvider }: CommandProviders,
  id: ProviderView['id'] | null,
  operation: Operation,
): Promise<ProviderView> {
  const wanted = id ?? defaultProvider()
  if (wanted !== null) return manager.view(wanted)
  const [found] = await readyProviders(manager, operation)
  if (found !== undefined) return found
  throw badInput(
    'No provider has an API key yet. Add one with “keys set ID”, or try --provider fake, which needs none.',
  )
}

async function readyProviders(manager: CommandProviders['manager'], operation: Operation): Promise<ProviderView[]> {
  const views = await manager.list()
  return views.filter(
    (view) =>
      view.isEnabled &&
      view.kind === 'cloud' &&
      view.key.source !== null &&
      view.models.some((each) => can(each, operation)),
  )
}

async function chooseModel(
  { manager }: CommandProviders,
  view: ProviderView,
  text: string | undefined,
  operation: Operation,
): Promise<ModelCard> {
  if (text !== undefined) return manager.requireModel({ provider: view.id, model: text })
  const preferred = view.models.find((card) => card.id === view.defaultModel)
  const usable = view.models.filter((card) => can(card, operation) && card.state.is !== 'retired')
  const card = preferred !== undefined && can(preferred, operation) ? preferred : usable[0]
  // What a server has loaded is known once it has been asked.
  if (card !== undefined) return manager.requireModel({ provider: view.id, model: card.id })
  const words =
    view.id === 'local'
      ? 'No local model can do that yet. It takes an engine (atelier engine install, or engine use LIBRARY) and a model (atelier models catalog, or models import FOLDER).'
      : `No model of ${view.label} can do that. Name one with --model.`
  throw new AppError('provider/unsupported', words)
}

function can(card: ModelCard, operation: Operation): boolean {
  if (operation === 'generate') return card.canGenerate
  return operation === 'edit' ? card.edits !== 'no' || card.mask !== 'no' : card.variations !== 'no'
}
