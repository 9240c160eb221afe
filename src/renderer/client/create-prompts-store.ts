import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PromptMemory, Snippet, Style, WildcardFile } from '../../shared/domain/prompts.ts'
import type { Client } from './client.ts'

export interface PromptsState {
  /** null until somebody asked for it, each. Those that come with Atelier first. */
  readonly styles: readonly Style[] | null
  readonly snippets: readonly Snippet[] | null
  readonly wildcards: readonly WildcardFile[] | null
  /** What `__name__` draws from. */
  readonly lists: ReadonlyMap<string, readonly string[]>
  /** What was sent last, newest first. */
  readonly history: readonly PromptMemory[] | null
}

export type PromptCollection = 'styles' | 'snippets' | 'wildcards' | 'history'

/** What is kept of prompts, as far as somebody asked for it; from then on it keeps up with what changes. */
export interface PromptsStore {
  readonly store: StoreApi<PromptsState>
  /** Once it is there. Rejects with why it could not be had; the next call tries again. */
  want(shelf: PromptCollection): Promise<void>
}

/** As many as one walks through. */
const historyMax = 200

export function createPromptsStore(client: Client, onError: (error: unknown) => void): PromptsStore {
  const store = createStore<PromptsState>(() => ({
    styles: null,
    snippets: null,
    wildcards: null,
    lists: new Map(),
    history: null,
  }))
  const wanted = new Map<PromptCollection, Promise<void>>()

  async function load(shelf: PromptCollection): Promise<void> {
    switch (shelf) {
      case 'styles':
        return store.setState({ styles: await client.call('prompts.styles', {}) })
      case 'snippets':
        return store.setState({ snippets: await client.call('prompts.snippets', {}) })
      case 'history':
        return store.setState({ history: await client.call('prompts.history', { words: '', limit: historyMax }) })
      case 'wildcards': {
        const wildcards = await client.call('prompts.wildcards', {})
        return store.setState({ wildcards, lists: new Map(wildcards.map(({ name, lines }) => [name, lines])) })
      }
    }
  }

  client.on('prompts.changed', ({ what }) => {
    // One answer after the other, so that the last one is the latest.
    const before = wanted.get(what)
    if (before === undefined) return
    const next = before.catch(() => undefined).then(() => load(what))
    wanted.set(what, next)
    next.catch(onError)
  })

  return {
    store,
    async want(shelf) {
      const loading = wanted.get(shelf) ?? load(shelf)
      wanted.set(shelf, loading)
      try {
        await loading
      } catch (error) {
        if (wanted.get(shelf) === loading) wanted.delete(shelf)
        throw error
      }
    },
  }
}
