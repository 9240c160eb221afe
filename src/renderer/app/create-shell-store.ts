import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportReport } from '../../shared/contract/index.ts'
import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { UpscaleChoice } from '../lib/upscale-entries.ts'

export type Route = Settings['place']

export interface ShellState {
  readonly place: Route
  /** At most one of these lies over the place. */
  readonly overlay:
    | { readonly is: 'none' }
    | { readonly is: 'palette' }
    | { readonly is: 'shortcuts' }
    /** What an import could not read. */
    | { readonly is: 'import-failures'; readonly report: ImportReport }
    | { readonly is: 'export'; readonly ids: readonly AssetId[] }
    | {
        readonly is: 'upscale'
        readonly ids: readonly AssetId[]
        readonly documentId: DocumentId | null
        readonly factor: UpscaleChoice
      }
  readonly isDraggedOver: boolean
  /** While several files come in. */
  readonly importing: { readonly done: number; readonly total: number } | null
  /** A file on its way into the Studio: the browser shows it until the canvas does. `assetId`: null until it is filed. */
  readonly incoming: { readonly url: string; readonly assetId: AssetId | null } | null
  /** The image that the canvas shows with all the pixels its zoom asks for. */
  readonly sharpId: string | null
  /** While the library takes its time to open: nothing can be asked of it yet. */
  readonly opening: LibraryOpening | null
}

export type ShellStore = StoreApi<ShellState>

/** The incoming file is filed: it stays in sight until the canvas shows it, if it does not yet. */
export function noteFiled(state: ShellState, url: string | null, assetId: AssetId): Partial<ShellState> {
  if (url === null || state.incoming?.url !== url) return {}
  return { incoming: state.sharpId === assetId ? null : { url, assetId } }
}

/** Its import has ended without an image. */
export function dropUnfiled({ incoming }: ShellState, url: string | null): Partial<ShellState> {
  return incoming?.url === url && incoming?.assetId === null ? { incoming: null } : {}
}

export function noteSharp({ incoming }: ShellState, sharpId: string): Partial<ShellState> {
  return { sharpId, ...(incoming?.assetId === sharpId && { incoming: null }) }
}

export function createShellStore(place: Route): ShellStore {
  return createStore<ShellState>(() => ({
    place,
    overlay: { is: 'none' },
    isDraggedOver: false,
    importing: null,
    incoming: null,
    sharpId: null,
    opening: null,
  }))
}
