import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportReport } from '../../shared/contract/index.ts'
import type { PlanRequest } from '../../shared/domain/generation.ts'
import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import type { LibraryOpening } from '../../shared/domain/library.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { CaptureSource, ReferencesOpening, Services } from '../client/index.ts'
import type { UpscaleChoice } from '../lib/models/upscale-entries.ts'

export type Route = Settings['place']

export interface ShellState {
  readonly route: Route
  /** At most one of these covers the route. */
  readonly overlay:
    | { readonly type: 'none' }
    | { readonly type: 'palette' }
    | { readonly type: 'shortcuts' }
    /** `at`: a page, with `#` and a heading; null = the first. */
    | { readonly type: 'help'; readonly at: string | null }
    /** Files that an import could not read. */
    | { readonly type: 'import-failures'; readonly report: ImportReport }
    | { readonly type: 'export'; readonly ids: readonly AssetId[] }
    | { readonly type: 'background'; readonly ids: readonly AssetId[] }
    | { readonly type: 'run-plan'; readonly ids: readonly AssetId[] }
    | { readonly type: 'grid'; readonly request: PlanRequest; readonly capture: CaptureSource }
    | { readonly type: 'references'; readonly at: ReferencesOpening }
    | {
        readonly type: 'upscale'
        readonly ids: readonly AssetId[]
        readonly documentId: DocumentId | null
        readonly factor: UpscaleChoice
      }
  readonly isDraggedOver: boolean
  /** Set while files are being imported: how many of all of them are done. */
  readonly importing: { readonly done: number; readonly total: number } | null
  /**
   * A file being opened in the Studio: shown by the browser until the canvas does. `assetId`: null until it is filed.
   */
  readonly incoming: { readonly url: string; readonly assetId: AssetId | null } | null
  /** The image that the canvas shows at the full resolution of its zoom. */
  readonly sharpId: string | null
  /** Set while the library is slow to open: it accepts no calls yet. */
  readonly opening: LibraryOpening | null
}

export type ShellStore = StoreApi<ShellState>

/** Keeps a filed image visible until the canvas shows it, unless it already does. */
export function noteFiled(state: ShellState, url: string | null, assetId: AssetId): Partial<ShellState> {
  if (url === null || state.incoming?.url !== url) return {}
  return { incoming: state.sharpId === assetId ? null : { url, assetId } }
}

/** Drops an incoming file whose import ended without an image. */
export function dropUnfiled({ incoming }: ShellState, url: string | null): Partial<ShellState> {
  return incoming?.url === url && incoming?.assetId === null ? { incoming: null } : {}
}

export function noteSharp({ incoming }: ShellState, sharpId: string): Partial<ShellState> {
  return { sharpId, ...(incoming?.assetId === sharpId && { incoming: null }) }
}

export function createShellStore(route: Route): ShellStore {
  return createStore<ShellState>(() => ({
    route,
    overlay: { type: 'none' },
    isDraggedOver: false,
    importing: null,
    incoming: null,
    sharpId: null,
    opening: null,
  }))
}

/** What acts on the window as a whole is given at least these. */
export interface ShellParts {
  readonly services: Services
  readonly shell: ShellStore
}

interface GoToOptions {
  readonly shell: ShellStore
  readonly services: Pick<Services, 'settings'>
}

/** Shows a route and stores it for the next start. */
export function goTo({ shell, services }: GoToOptions, route: Route): void {
  if (shell.getState().route === route) return
  shell.setState({ route })
  services.settings.change({ place: route })
}
