import type { CanvasDocument, DocumentState, StoredTile } from '../../shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import type { ProjectFormat } from '../../shared/domain/project-format.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { Rect } from '../../shared/util/geometry.ts'

/** Images open in the Studio with everything over them; all of it is on disk before a call resolves. */
export interface Documents {
  list(): Promise<CanvasDocument[]>
  open(assetId: AssetId): Promise<CanvasDocument>
  activate(id: DocumentId): Promise<void>
  close(id: DocumentId): Promise<void>
  load(id: DocumentId): Promise<{ state: DocumentState; tiles: StoredTile[] }>
  /** Base, state and tiles in one transaction. @throws request/invalid where the base has not the state's size */
  save(
    id: DocumentId,
    save: {
      readonly baseId: AssetId
      readonly state: DocumentState
      readonly tiles: readonly StoredTile[]
      readonly isWhole: boolean
    },
  ): Promise<boolean>
  /** Base and visible layers in one library picture, made once for the same state; the base where nothing lies over it. */
  compose(id: DocumentId, signal?: AbortSignal): Promise<AssetId>
  /** A library picture of a part of the base. @throws request/invalid where the part is not inside */
  crop(id: DocumentId, rect: Rect, signal?: AbortSignal): Promise<AssetId>
  /** Writes everything about a document into one file. `notes`: what the format cannot hold, a sentence each. */
  saveProject(
    id: DocumentId,
    path: string,
    format: ProjectFormat,
    signal?: AbortSignal,
  ): Promise<{ notes: readonly string[] }>
  /** Opens project files, one after another; each wholly or not at all. */
  openProjects(
    paths: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ opened: CanvasDocument[]; notes: string[]; failed: { file: string; error: ErrorData }[] }>
  /**
   * A picture, of the library or any other, as a mask of the document's size. `isItsMask`: the mask it was made with
   * instead, as it was painted where that is kept, else as it was with its edge (`hasEdge`).
   */
  readMask(
    id: DocumentId,
    from: { readonly assetId: AssetId; readonly isItsMask?: boolean } | { readonly path: string },
    signal?: AbortSignal,
  ): Promise<{ name: string; maskPng: Uint8Array<ArrayBuffer>; share: number; wasScaled: boolean; hasEdge?: boolean }>
  /** Writes a mask as a PNG file outside of the library. */
  saveMaskFile(path: string, maskPng: Uint8Array): Promise<void>
}
