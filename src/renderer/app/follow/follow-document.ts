import type { DocumentId } from '../../../shared/domain/ids.ts'
import { selectActiveDocument, type DocumentsStore } from '../../client/index.ts'

/** Calls back with the document on screen, null for none, now and on every change. */
export function followDocument(store: DocumentsStore['store'], onChange: (id: DocumentId | null) => void): void {
  let shown: DocumentId | null | undefined
  const follow = (state: ReturnType<typeof store.getState>) => {
    if (state.documents === null) return
    const id = selectActiveDocument(state)?.id ?? null
    if (id === shown) return
    shown = id
    onChange(id)
  }
  store.subscribe(follow)
  // Documents may be listed before the settings have loaded.
  follow(store.getState())
}
