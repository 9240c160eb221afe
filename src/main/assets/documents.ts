import type { CanvasDocument, DocumentState, StoredTile } from '../../shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import type { ProjectFormat } from '../../shared/domain/project-format.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { Rect } from '../../shared/util/geometry.ts'
import type { ReadMaskLayer } from '../imaging/imaging.ts'

/** Images open in the Studio with their layers; everything is on disk before a call resolves. */
export interface Documents {
  list(): Promise<CanvasDocument[]>
  /** Activates the document that already has it, unless a new one is wanted. */
  open(assetId: AssetId, options?: { readonly isNew: boolean }): Promise<CanvasDocument>
  /** Whether nothing was painted, layered, marked or written in it. */
  isUntouched(id: DocumentId): Promise<boolean>
  activate(id: DocumentId): Promise<void>
  close(id: DocumentId): Promise<void>
  load(id: DocumentId): Promise<{ state: DocumentState; tiles: StoredTile[] }>
  /** Saves base, state and tiles in one transaction. @throws request/invalid where the base is not the state's size */
  save(
    id: DocumentId,
    save: {
      readonly baseId: AssetId
      readonly state: DocumentState
      readonly tiles: readonly StoredTile[]
      readonly isWhole: boolean
    },
  ): Promise<boolean>
  /**
   * Flattens the base and visible layers into one library image, once per state; returns the base where there are no
   * layers.
   */
  compose(id: DocumentId, signal?: AbortSignal): Promise<AssetId>
  /** Files a part of the base as a library image. @throws request/invalid where the part is out of bounds */
  crop(id: DocumentId, rect: Rect, signal?: AbortSignal): Promise<AssetId>
  /** Writes everything about a document into one file. `notes`: what the format cannot hold, one sentence each. */
  saveProject(
    id: DocumentId,
    path: string,
    format: ProjectFormat,
    signal?: AbortSignal,
  ): Promise<{ notes: readonly string[] }>
  /**
   * Opens project files one at a time, each completely or not at all. `names`: replaces names in the file, by the id of the
   * image, mask or layer; the base's is the document's.
   */
  openProjects(
    paths: readonly string[],
    signal?: AbortSignal,
    names?: Readonly<Record<string, string>>,
  ): Promise<{ opened: CanvasDocument[]; notes: string[]; failed: { file: string; error: ErrorData }[] }>
  /**
   * Reads an image, from the library or not, as a mask of the document's size. `isItsMask`: uses the mask the image was
   * made with instead, as painted where that is kept, otherwise with its edge applied (`hasEdge`).
   */
  readMask(
    id: DocumentId,
    from: { readonly assetId: AssetId; readonly isItsMask?: boolean } | { readonly path: string },
    signal?: AbortSignal,
  ): Promise<ReadMaskLayer & { readonly name: string; readonly hasEdge?: boolean }>
  /** Writes a mask as a PNG file outside the library. */
  saveMaskFile(path: string, maskPng: Uint8Array): Promise<void>
}
