import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CanvasDocument } from '../../../shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { createLatestRequest } from '../../lib/create-latest-request.ts'
import type { Client } from '../client.ts'

export interface OpenDocuments {
  /** In tab order; null until loaded. */
  readonly documents: readonly CanvasDocument[] | null
  readonly error: unknown
}

export interface DocumentsStore {
  readonly store: StoreApi<OpenDocuments>
  load(): Promise<void>
  open(assetId: AssetId): Promise<CanvasDocument>
  activate(id: DocumentId): Promise<void>
  close(id: DocumentId): Promise<void>
}

export function createDocumentsStore(client: Client): DocumentsStore {
  const store = createStore<OpenDocuments>(() => ({ documents: null, error: null }))
  const latest = createLatestRequest({
    request: () => client.call('canvas.documents', {}),
    onResult: (documents) => store.setState({ documents, error: null }),
    onError: (error) => store.setState({ error }),
  })
  const load = () => latest.send(undefined)

  client.on('canvas.documentsChanged', () => void load())
  return {
    store,
    load,
    async open(assetId) {
      const opened = await client.call('canvas.open', { assetId })
      await load()
      return opened
    },
    async activate(id) {
      const { documents } = store.getState()
      // Shown before it is saved: a tab must respond at once.
      store.setState({ documents: documents?.map((each) => ({ ...each, isActive: each.id === id })) ?? null })
      await client.call('canvas.activate', { id })
    },
    async close(id) {
      await client.call('canvas.close', { id })
      await load()
    },
  }
}

export function selectActiveDocument(state: OpenDocuments): CanvasDocument | null {
  return state.documents?.find((each) => each.isActive) ?? state.documents?.at(-1) ?? null
}
