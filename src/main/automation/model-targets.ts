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
  /** As it was said; of several each is `SERVICE/MODEL`. */
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
    throw badInput('--provider names one service. Write --model SERVICE/MODEL for each of several models.')
  }
  const repeated = models.find((each, at) => models.indexOf(each) < at)
  if (repeated !== undefined)
    throw badInput(`--model ${repeated} is there twice. For more pictures of one model use --n.`)
  return Promise.all(models.map((each) => chooseNamed(providers, requireRef(each))))
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
  throw badInput(`Of several models each is written SERVICE/MODEL, such as openai/gpt-image-2; “${text}” is not.`)
}

async function chooseProvider(
  { manager, defaultProvider }: CommandProviders,
  id: ProviderView['id'] | null,
  operation: Operation,
): Promise<ProviderView> {
  const wanted = id ?? defaultProvider()
  if (wanted !== null) return manager.view(wanted)
  const views = await manager.list()
  const isReady = (view: ProviderView) =>
    view.isEnabled &&
    view.kind === 'cloud' &&
    view.key.source !== null &&
    view.models.some((each) => can(each, operation))
  const found = views.find(isReady)
  if (found !== undefined) return found
  throw badInput('No provider has a key yet. Add one with “keys set ID”, or try --provider fake, which needs none.')
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
  if (card !== undefined) return card
  throw new AppError('provider/unsupported', `No model of ${view.label} can do that. Name one with --model.`)
}

function can(card: ModelCard, operation: Operation): boolean {
  if (operation === 'generate') return card.canGenerate
  return operation === 'edit' ? card.edits !== 'no' || card.mask !== 'no' : card.variations !== 'no'
}
