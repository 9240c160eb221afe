import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { ChangeReason } from '../../shared/domain/change-reasons.ts'
import type { CanvasDocument, DocumentState, StoredTile } from '../../shared/domain/canvas-document.ts'
import type { FileDetails } from '../../shared/domain/dialect.ts'
import type { AssetId, DocumentId } from '../../shared/domain/ids.ts'
import type { ProjectFormat } from '../../shared/domain/project-format.ts'
import type { Rendition } from '../../shared/domain/picture-url.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { Rect } from '../../shared/util/geometry.ts'
import type { DerivedName } from '../../shared/util/result-name.ts'

/** A finished picture waiting in a temporary file, to be filed with how it was made. */
export interface NewResult {
  /** Where another try may have filed it before; absent = a new one. */
  readonly id?: AssetId
  readonly temporaryPath: string
  readonly temporaryMaskPath: string | null
  /** The service's answer as it came, where the picture was made of it. */
  readonly rawAnswer: { readonly temporaryPath: string; readonly mime: string } | null
  /** The mask of an edit as it was painted, a PNG: kept with the raw answer, so that it can be laid in anew. */
  readonly temporaryPaintPath?: string | null
  /** null where it started from words. */
  readonly parentId: AssetId | null
  readonly name: string | DerivedName
  readonly mime: string
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  readonly recipe: Recipe
}

/** What is known of a picture besides its bytes, for the case that it cannot be filed the usual way. */
export interface ReceivedNote {
  readonly name: string
  readonly parentId: AssetId | null
  readonly recipe: Recipe
}

/** What a service has made, on disk and not filed yet. */
export interface ReceivedPicture {
  readonly id: string
  /** Hand it to `addResult`, which moves it. */
  readonly path: string
  readonly note: ReceivedNote | null
}

/** Where a received picture is that could not be filed. */
export interface KeptPicture {
  readonly path: string
  /**
   * `listed`: among the library's pictures. `later`: the next sweep lists it. `unreadable`: a file of the library that
   * nothing here can read. `outside`: not in the library folder, which cannot be written.
   */
  readonly is: 'listed' | 'later' | 'unreadable' | 'outside'
}

export interface LibraryChange {
  readonly ids: readonly AssetId[]
  readonly reason: ChangeReason
}

export interface ProgressOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** What came of bringing pictures in. One bad file never stops the others; a full disk stops all that follow. */
export interface ImportOutcome {
  /** Every picture that is in the library by this, each once, in the order asked. */
  readonly imported: Asset[]
  /** How many files came of something, and how many of these were known by their content. */
  readonly arrived: number
  readonly alreadyThere: number
  readonly failed: { file: string; error: ErrorData }[]
  /** Files of folders that are no pictures by their names. */
  readonly passedOver: number
  /** What was not begun, because it was canceled or the disk is full. */
  readonly notTried: number
  readonly isCancelled: boolean
}

/** Every picture made or imported: plain files in dated folders, facts in the database. */
export interface Library {
  /** In the order asked; unknown ids are left out. */
  assets(ids: readonly AssetId[]): Promise<Asset[]>
  require(id: AssetId): Promise<Asset>
  /** What the file itself says of it. @throws storage/not-found */
  details(id: AssetId): Promise<FileDetails>
  children(id: AssetId): Promise<Asset[]>
  /**
   * Copies the files' bytes untouched, and those of the pictures in folders. A file whose content is already here gives
   * the picture that has it, back from the trash if it was there (and a person asks for it): the library keeps one copy
   * of the same bytes.
   */
  importFiles(
    paths: readonly string[],
    options?: ProgressOptions & { readonly isByPerson?: boolean },
  ): Promise<ImportOutcome>
  /** Somebody is choosing files: what reads them is made ready meanwhile. */
  expectImport(): void
  /** A picture that has no file yet, such as a pasted one. */
  importBytes(name: string, bytes: Uint8Array, options?: ProgressOptions): Promise<ImportOutcome>
  /** Files a result: rename, then one transaction. Thumbnails are made before it resolves; the temporaries are gone. */
  addResult(result: NewResult): Promise<Asset>
  /**
   * Puts what a service has made on disk before anything else is done with it; a file is moved. There it stays, over every failure and
   * every kill, until it is filed (and then dropped), kept or dropped.
   * @throws storage/* where it can be written nowhere
   */
  receive(
    made: Uint8Array | { readonly file: string },
    about: ReceivedNote & { readonly id: string; readonly extension: string },
  ): Promise<ReceivedPicture>
  /**
   * What an ended program had received under these ids and not filed: it is in the hands of this one from now on, and no
   * sweep takes it for left behind.
   */
  reclaim(ids: readonly string[]): Promise<ReceivedPicture[]>
  /** What cannot be filed becomes a plain file of the library, whatever else does not work. Needs no space. */
  keep(received: ReceivedPicture): Promise<KeptPicture>
  /** It is filed, or not wanted. */
  drop(received: ReceivedPicture): Promise<void>
  /** A mark only, so that undo is certain: the file stays in its dated folder until it is purged. */
  trash(ids: readonly AssetId[]): Promise<void>
  restore(ids: readonly AssetId[]): Promise<void>
  /** Deletes files and records for good. */
  purge(ids: readonly AssetId[]): Promise<void>
  /** Pictures that came from a service and that no local model has looked at; newest first. */
  unchecked(limit: number): Promise<AssetId[]>
  /** A model on this computer looks at it (at its thumbnail), and what it says is kept. @throws media/*, storage/* */
  checkSafety(id: AssetId, signal?: AbortSignal): Promise<void>
  /** Where a rendition lies on disk and its media type. Missing thumbnails are made. @throws storage/not-found */
  locate(id: AssetId, rendition: Rendition): Promise<{ path: string; mime: string }>
  /** Brings files and records into agreement after a crash, deletes trash older than 30 days. */
  sweep(): Promise<{ adopted: number; missing: number; removedTemporaries: number; purged: number }>
  /** Announces a change (naming no picture) where another program has written to the same library since the last look. */
  lookAgain(): Promise<void>
  /** Tells everybody who listens of what another part of the library has changed. */
  announce(change: LibraryChange): void
  onChanged(listener: (change: LibraryChange) => void): () => void
}

/** Pictures open in the Studio with everything over them; all of it is on disk before a call resolves. */
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
