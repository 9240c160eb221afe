import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CheckOutcome, FoundServer, ProviderView } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Input } from '../../../shared/contract/index.ts'
import type { Client } from '../client.ts'

export interface ProvidersState {
  /** null until loaded. */
  readonly providers: readonly ProviderView[] | null
  readonly error: unknown
}

export type ProviderChange = Omit<Input<'providers.configure'>, 'id'>

/** All providers, as far as the window may know them. Changes reject with the reason, for the field that made them. */
export interface ProvidersStore {
  readonly store: StoreApi<ProvidersState>
  load(): Promise<void>
  setKey(id: ProviderId, key: string, keep: 'keychain' | 'session'): Promise<void>
  deleteKey(id: ProviderId): Promise<void>
  test(id: ProviderId): Promise<CheckOutcome>
  configure(id: ProviderId, change: ProviderChange): Promise<void>
  refreshModels(id: ProviderId): Promise<void>
  addModel(id: ProviderId, model: string): Promise<void>
  removeModel(id: ProviderId, model: string): Promise<void>
  /** Probes the usual ports on this computer. */
  findServers(): Promise<readonly FoundServer[]>
  /** Resolves to false if the file dialog was canceled. */
  chooseWorkflow(): Promise<boolean>
}

export function createProvidersStore(client: Client): ProvidersStore {
  const store = createStore<ProvidersState>(() => ({ providers: null, error: null }))
  /** Views that arrived during the request: newer than its response. */
  const early = new Map<ProviderId, ProviderView>()

  function put(view: ProviderView): void {
    const { providers } = store.getState()
    if (providers === null) early.set(view.id, view)
    else store.setState({ providers: providers.map((each) => (each.id === view.id ? view : each)) })
  }

  client.on('providers.changed', put)
  return {
    store,
    async load() {
      try {
        const listed = await client.call('providers.list', {})
        store.setState({ providers: listed.map((view) => early.get(view.id) ?? view), error: null })
        early.clear()
      } catch (error) {
        store.setState({ error })
      }
    },
    async setKey(id, key, keep) {
      put(await client.call('providers.setKey', { id, key, keep }))
    },
    async deleteKey(id) {
      put(await client.call('providers.deleteKey', { id }))
    },
    test: (id) => client.call('providers.test', { id }),
    async configure(id, change) {
      const previous = store.getState().providers?.find((each) => each.id === id)
      // Shown before it is saved: a switch must respond at once.
      if (previous !== undefined) put({ ...previous, ...shownAtOnce(change) })
      try {
        put(await client.call('providers.configure', { id, ...change }))
      } catch (error) {
        if (previous !== undefined) put(previous)
        throw error
      }
    },
    async refreshModels(id) {
      put(await client.call('providers.refreshModels', { id }))
    },
    async addModel(id, model) {
      put(await client.call('providers.addModel', { id, model }))
    },
    async removeModel(id, model) {
      put(await client.call('providers.removeModel', { id, model }))
    },
    findServers: () => client.call('providers.findServers', {}),
    async chooseWorkflow() {
      const view = await client.call('providers.chooseWorkflow', {})
      if (view !== null) put(view)
      return view !== null
    },
  }
}

/** An address may be rejected, and the value of "reset to default" is not known here: these wait for the response. */
function shownAtOnce({ isEnabled, defaultModel, defaultSize }: ProviderChange): Partial<ProviderView> {
  return {
    ...(typeof isEnabled === 'boolean' && { isEnabled }),
    ...(typeof defaultModel === 'string' && { defaultModel }),
    ...(typeof defaultSize === 'string' && { defaultSize }),
  }
}
