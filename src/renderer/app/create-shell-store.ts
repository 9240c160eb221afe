import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportReport } from '../../shared/contract/index.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import type { Settings } from '../../shared/domain/settings.ts'

export type Place = Settings['place']

export interface ShellState {
  readonly place: Place
  /** At most one of these lies over the place. */
  readonly overlay:
    | { readonly is: 'none' }
    | { readonly is: 'palette' }
    | { readonly is: 'shortcuts' }
    /** What an import could not read. */
    | { readonly is: 'import-failures'; readonly report: ImportReport }
    | { readonly is: 'export'; readonly ids: readonly AssetId[] }
  readonly isDraggedOver: boolean
  /** While several files come in. */
  readonly importing: { readonly done: number; readonly total: number } | null
  /** While the library takes its time to open: nothing can be asked of it yet. */
  readonly opening: LibraryOpening | null
}

export type ShellStore = StoreApi<ShellState>

export function createShellStore(place: Place): ShellStore {
  return createStore<ShellState>(() => ({
    place,
    overlay: { is: 'none' },
    isDraggedOver: false,
    importing: null,
    opening: null,
  }))
}
