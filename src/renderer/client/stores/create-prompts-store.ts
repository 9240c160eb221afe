import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PromptMemory, Snippet, Style, WildcardFile } from '../../../shared/domain/prompts.ts'
import type { Client } from '../client.ts'

export interface PromptsState {
  /** Each null until requested. Built-in styles first. */
  readonly styles: readonly Style[] | null
  readonly snippets: readonly Snippet[] | null
  readonly wildcards: readonly WildcardFile[] | null
  /** The lists that `__name__` draws from. */
  readonly lists: ReadonlyMap<string, readonly string[]>
  /** Prompts sent last, newest first. */
  readonly history: readonly PromptMemory[] | null
}

export type PromptCollection = 'styles' | 'snippets' | 'wildcards' | 'history'

/** Saved prompt data, loaded on request and kept up to date from then on. */
export interface PromptsStore {
  readonly store: StoreApi<PromptsState>
  /** Resolves once it is loaded. Rejects with the reason it could not be; the next call retries. */
  want(collection: PromptCollection): Promise<void>
}

/** As many as users step through. */
const historyMax = 200

export function createPromptsStore(client: Client, onError: (error: unknown) => void): PromptsStore {
  const store = createStore<PromptsState>(() => ({
    styles: null,
    snippets: null,
    wildcards: null,
    lists: new Map(),
    history: null,
  }))
  const loads = new Map<PromptCollection, Promise<void>>()

  async function load(collection: PromptCollection): Promise<void> {
    switch (collection) {
      case 'styles':
        return store.setState({ styles: await client.call('prompts.styles', {}) })
      case 'snippets':
        return store.setState({ snippets: await client.call('prompts.snippets', {}) })
      case 'history':
        return store.setState({ history: await client.call('prompts.history', { query: '', limit: historyMax }) })
      case 'wildcards': {
        const wildcards = await client.call('prompts.wildcards', {})
        return store.setState({ wildcards, lists: new Map(wildcards.map(({ name, lines }) => [name, lines])) })
      }
    }
  }

  client.on('prompts.changed', ({ what }) => {
    // One request at a time, so that the last response is the latest.
    const previous = loads.get(what)
    if (previous === undefined) return
    const next = previous.catch(() => undefined).then(() => load(what))
    loads.set(what, next)
    next.catch(onError)
  })

  return {
    store,
    async want(collection) {
      const loading = loads.get(collection) ?? load(collection)
      loads.set(collection, loading)
      try {
        await loading
      } catch (error) {
        if (loads.get(collection) === loading) loads.delete(collection)
        throw error
      }
    },
  }
}
