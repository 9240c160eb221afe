import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { NamedReference, ReferenceDraft } from '../../../shared/domain/named-reference.ts'
import { referenceKey } from '../../../shared/prompting/index.ts'
import { createLatestRequest } from '../../lib/create-latest-request.ts'
import type { Client } from '../client.ts'
import { createPatientLoad } from './create-patient-load.ts'

export interface ReferencesState {
  /** By name; null until they are loaded. */
  readonly all: readonly NamedReference[] | null
  readonly error: unknown
}

export interface ReferencesStore {
  readonly store: StoreApi<ReferencesState>
  /** Loads them once; they are kept up to date from then on. */
  want(): void
  create(draft: ReferenceDraft): Promise<NamedReference>
  change(id: NamedReferenceId, change: Partial<ReferenceDraft>): Promise<NamedReference>
  remove(id: NamedReferenceId): Promise<void>
  restore(id: NamedReferenceId): Promise<void>
  /** Asks for a file. Returns its path; null = canceled. */
  exportFile(id: NamedReferenceId): Promise<string | null>
  /** Asks for a file. `nameInFile`: what it was named before, if its name is taken here; null = canceled. */
  importFile(): Promise<{ readonly reference: NamedReference; readonly nameInFile: string | null } | null>
}

/** They change with every image that is made or deleted; a burst is loaded once. */
const coalesceMs = 250

/** Named references, shared by the prompt, the Gallery and their dialog. */
export function createReferencesStore(client: Client): ReferencesStore {
  const store = createStore<ReferencesState>(() => ({ all: null, error: null }))
  let isWanted = false
  const latest = createLatestRequest({
    request: (_: undefined, signal) => client.call('references.list', {}, { signal }),
    onResult(all) {
      // Most changes to the library change none of them: what shows them, and the plans of prompts, stay.
      const isSame = JSON.stringify(all) === JSON.stringify(store.getState().all)
      store.setState(isSame ? { error: null } : { all, error: null })
    },
    onError: (error) => store.setState({ error }),
  })
  const load = () => {
    isWanted = true
    return latest.send(undefined)
  }
  const reload = createPatientLoad(load, coalesceMs)
  client.on('references.changed', () => {
    if (isWanted) reload.soon()
  })

  async function changed<T>(change: Promise<T>): Promise<T> {
    const result = await change
    await load()
    return result
  }

  return {
    store,
    want() {
      const { all, error } = store.getState()
      if (!isWanted || (all === null && error !== null)) void load()
    },
    create: (draft) => changed(client.call('references.create', draft)),
    change: (id, change) => changed(client.call('references.change', { id, change })),
    remove: (id) => changed(client.call('references.remove', { id })),
    exportFile: async (id) => (await client.call('references.chooseAndExport', { id }))?.path ?? null,
    importFile: () => changed(client.call('references.chooseAndImport', {})),
    async restore(id) {
      await changed(client.call('references.restore', { id }))
    },
  }
}

/** Finds a reference by its name, whatever its case. */
export function findReference(all: readonly NamedReference[] | null, name: string): NamedReference | undefined {
  const key = referenceKey(name)
  return all?.find((each) => referenceKey(each.name) === key)
}
