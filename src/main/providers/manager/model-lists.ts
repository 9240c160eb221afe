import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { startTimer } from '../../platform/clock.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { cardToday } from '../core/card-today.ts'
import { defineModel, sizeList } from '../core/define-model.ts'
import type { DescribedCards } from './described-cards.ts'
import type { ManagerParts } from './manager-parts.ts'

/** The models of every service: built in, from its own list, and added by hand. */
export interface ModelLists {
  /** Built-in ones first, then further ones from the service's list, then those added by hand. */
  list(adapter: ProviderAdapter, source: ModelListSource): Promise<readonly ModelCard[]>
  find(adapter: ProviderAdapter, source: ModelListSource, model: string): Promise<ModelCard | null>
  /** Looks up an id typed by hand. @throws provider/unknown-model and whatever a call may */
  describe(adapter: ProviderAdapter, source: ModelListSource, model: string): Promise<ModelCard>
  /** Loads the service's list. @throws provider/unsupported if it has none */
  refresh(adapter: ProviderAdapter, source: ModelListSource, kind: 'check' | 'quiet'): Promise<void>
  /**
   * Loads the list unless it has been loaded. Has a short timeout and ignores failures: the built-in cards apply then.
   * Returns true if this call has loaded it.
   */
  readOnce(adapter: ProviderAdapter, source: ModelListSource): Promise<boolean>
  /** null = its list has not been loaded. */
  refreshedAtMs(adapter: ProviderAdapter, source: ModelListSource): number | null
  forget(adapter: ProviderAdapter, source: ModelListSource, model: string): Promise<void>
}

/** What a list depends on: the address and the account. */
export interface ModelListSource {
  readonly baseUrl: string
  /** Distinguishes keys without revealing them. */
  readonly account: string
}

interface LiveList {
  readonly models: readonly ModelCard[]
  readonly isComplete: boolean
  readonly atMs: number
}

/** A server that is off is not queried again at every keystroke in the form. */
const readAgainAfterMs = 5_000
/** A self-hosted server responds in a moment or not at all. */
const readPatienceMs = 3_000

type Parts = Pick<ManagerParts, 'settings' | 'clock' | 'logger'>
type Run = <T>(adapter: ProviderAdapter, kind: 'check' | 'quiet', work: (call: Call) => Promise<T>) => Promise<T>

export function createModelLists({ settings, clock, logger }: Parts, described: DescribedCards, run: Run): ModelLists {
  const lists = new Map<string, LiveList>()
  const describing = new Map<string, Promise<ModelCard>>()

  const builtInOf = ({ models }: ProviderAdapter) => models.map((card) => cardToday(card, clock.nowMs()))

  async function list(adapter: ProviderAdapter, source: ModelListSource): Promise<readonly ModelCard[]> {
    const live = lists.get(listName(adapter.id, source))
    const offered = merge(builtInOf(adapter), live)
    const added: ModelCard[] = []
    for (const model of addedTo(adapter.id)) {
      if (offered.some(({ id }) => id === model)) continue
      added.push((await described.find(cardKey(adapter, source, model))) ?? genericCard(adapter, model))
    }
    return [...offered, ...added]
  }

  function addedTo(id: ProviderId): readonly string[] {
    return settings.get().providers[id]?.addedModels ?? []
  }

  async function lookUp(adapter: ProviderAdapter, source: ModelListSource, model: string): Promise<ModelCard> {
    const { describeModel } = adapter
    if (describeModel === undefined) return genericCard(adapter, model)
    const found = await run(adapter, 'check', (call) => describeModel(model, call))
    const card: ModelCard = { ...found, origin: 'added' }
    await described.keep(cardKey(adapter, source, model), card)
    return card
  }

  async function find(adapter: ProviderAdapter, source: ModelListSource, model: string): Promise<ModelCard | null> {
    const offered = merge(builtInOf(adapter), lists.get(listName(adapter.id, source))).find(({ id }) => id === model)
    if (offered) return offered
    return described.find(cardKey(adapter, source, model))
  }

  async function refresh(adapter: ProviderAdapter, source: ModelListSource, kind: 'check' | 'quiet'): Promise<void> {
    const { listModels } = adapter
    if (listModels === undefined) throw noList(adapter)
    const { models, isComplete } = await run(adapter, kind, (call) => listModels(call))
    lists.set(listName(adapter.id, source), { models, isComplete, atMs: clock.nowMs() })
    for (const model of kind === 'check' ? addedTo(adapter.id) : []) {
      // One model that is gone must not prevent the others from being looked up: it stays as it was.
      await lookUp(adapter, source, model).catch((thrown: unknown) =>
        logger.warn('models.not-described', { provider: adapter.id, model, error: thrown }),
      )
    }
  }

  return {
    list,
    find,
    refresh,
    readOnce: createOnceReader(clock, { isRead: (name) => lists.has(name), refresh }),
    describe(adapter, source, model) {
      const name = `${listName(adapter.id, source)} ${model}`
      let description = describing.get(name)
      if (description === undefined) {
        description = lookUp(adapter, source, model).finally(() => describing.delete(name))
        describing.set(name, description)
      }
      return description
    },
    refreshedAtMs: (adapter, source) => lists.get(listName(adapter.id, source))?.atMs ?? null,
    forget: (adapter, source, model) => described.drop(cardKey(adapter, source, model)),
  }
}

function createOnceReader(
  clock: Parts['clock'],
  { isRead, refresh }: { isRead(name: string): boolean } & Pick<ModelLists, 'refresh'>,
): ModelLists['readOnce'] {
  const reading = new Map<string, { readonly done: Promise<boolean>; readonly ageMs: () => number }>()
  return async (adapter, source) => {
    const name = listName(adapter.id, source)
    if (isRead(name)) return false
    let read = reading.get(name)
    if (read === undefined || read.ageMs() >= readAgainAfterMs) {
      const done = refresh(adapter, source, 'quiet').then(
        () => true,
        () => false,
      )
      read = { done, ageMs: startTimer(clock) }
      reading.set(name, read)
    }
    return atMost(readPatienceMs, read.done)
  }
}

async function atMost(ms: number, work: Promise<boolean>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, ms, false)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

/** The service's own list takes precedence; retired models stay visible, so that their successors can be named. */
function merge(builtIn: readonly ModelCard[], live: LiveList | undefined): readonly ModelCard[] {
  if (live === undefined) return builtIn
  const known = builtIn.flatMap((card) => {
    const listed = live.models.find(({ id }) => id === card.id)
    if (listed) return [listed]
    return live.isComplete ? unlisted(card) : [card]
  })
  const further = live.models.filter(({ id }) => !builtIn.some((card) => card.id === id))
  return [...known, ...further]
}

/** What becomes of a built-in model that is not offered to this account. */
function unlisted(card: ModelCard): ModelCard[] {
  const { state } = card
  if (state.type === 'retired') return [state.toldBy ? { ...card, state: { ...state, toldBy: 'list' } } : card]
  const ending = state.type === 'current' ? state.deprecated : state
  if (ending === undefined) return []
  const { successor } = ending
  return [
    { ...card, state: { type: 'retired', on: null, successor, isServedElsewhere: true, note: null, toldBy: 'list' } },
  ]
}

function listName(id: ProviderId, { baseUrl, account }: ModelListSource): string {
  return `${id} ${baseUrl} ${account}`
}

function cardKey(adapter: ProviderAdapter, { baseUrl }: ModelListSource, model: string) {
  return { provider: adapter.id, baseUrl, model }
}

function noList({ label }: ProviderAdapter): AppError {
  return new AppError('provider/unsupported', messages.noModelList({ provider: label }))
}

/** Creates a card for an id without a description: like the service's first current model, at an unknown price. */
function genericCard(adapter: ProviderAdapter, id: string): ModelCard {
  const like = adapter.models.find(({ state }) => state.type === 'current')
  const price = { per: 'unknown', note: messages.addedManually } as const
  const fields = { id, label: id, note: null, state: { type: 'current' }, price, origin: 'added' } as const
  return like ? { ...like, ...fields } : defineModel({ ...fields, sizes: sizeList('1024x1024') })
}
