import type { AnnotationChange } from '../../shared/domain/annotations.ts'
import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type {
  Duplicates,
  Facet,
  Found,
  Lineage,
  Scope,
  Similar,
  SortOrder,
  Uses,
} from '../../shared/domain/catalogue.ts'
import type { ChangeReason } from '../../shared/domain/change-reasons.ts'
import type { Collection } from '../../shared/domain/collection.ts'
import type { FileDetails } from '../../shared/domain/dialect.ts'
import type { AssetId, CollectionId } from '../../shared/domain/ids.ts'
import type { Rendition } from '../../shared/domain/picture-url.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { DerivedName } from '../../shared/util/result-name.ts'

/** Every image made or imported: plain files in dated folders, facts in the database. A part for each kind of work. */
export interface Assets {
  readonly records: AssetRecords
  readonly files: AssetFiles
  readonly imports: AssetImports
  readonly results: AssetResults
  readonly trash: AssetTrash
  readonly safety: AssetSafety
  readonly search: AssetSearch
  readonly annotations: AssetAnnotations
  readonly collections: Collections
  readonly relations: AssetRelations
  readonly similarity: AssetSimilarity
  readonly vectors: Vectors
  readonly changes: AssetChanges
}

/** What is known of each image. */
export interface AssetRecords {
  /** In the order asked; unknown ids are left out. */
  load(ids: readonly AssetId[]): Promise<Asset[]>
  require(id: AssetId): Promise<Asset>
  /** What the file itself says of it. @throws storage/not-found */
  details(id: AssetId): Promise<FileDetails>
  children(id: AssetId): Promise<Asset[]>
}

/** The images themselves and their smaller copies, on disk. */
export interface AssetFiles {
  /** Where a rendition lies on disk and its media type. Missing thumbnails are made. @throws storage/not-found */
  locate(id: AssetId, rendition: Rendition): Promise<{ path: string; mime: string }>
  /** Brings files and records into agreement after a crash, deletes trash older than 30 days. */
  sweep(): Promise<{ adopted: number; missing: number; removedTemporaries: number; purged: number }>
}

/** Images from outside: files, folders, what was pasted or dropped. */
export interface AssetImports {
  /**
   * Copies the files' bytes untouched, and those of the images in folders. A file whose content is already here gives
   * the image that has it, back from the trash if it was there (and a person asks for it): the library keeps one copy
   * of the same bytes.
   */
  addFiles(
    paths: readonly string[],
    options?: ProgressOptions & { readonly isByPerson?: boolean },
  ): Promise<ImportOutcome>
  /** Files are being chosen: what reads them is made ready meanwhile. */
  warmUp(): void
  /** An image that has no file yet, such as a pasted one. */
  addBytes(name: string, bytes: Uint8Array, options?: ProgressOptions): Promise<ImportOutcome>
}

/** Images that a run has made, from what a service sent to a record of the library. */
export interface AssetResults {
  /** Files a result: rename, then one transaction. Thumbnails are made before it resolves; the temporaries are gone. */
  add(result: NewResult): Promise<Asset>
  /**
   * Puts what a service has made on disk before anything else is done with it; a file is moved. There it stays, over
   * every failure and every kill, until it is filed (and then dropped), kept or dropped.
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
}

/** What was deleted, and can be restored until it is purged. */
export interface AssetTrash {
  /** A flag in the record only, so that undo is certain: the file stays in its dated folder until it is purged. */
  add(ids: readonly AssetId[]): Promise<void>
  restore(ids: readonly AssetId[]): Promise<void>
  /** Deletes files and records for good. */
  purge(ids: readonly AssetId[]): Promise<void>
}

/** What a model on this computer takes an image for. */
export interface AssetSafety {
  /** Images from a service that no local model has looked at; newest first. */
  unchecked(limit: number): Promise<AssetId[]>
  /** A model on this computer looks at it (at its thumbnail), and what it says is kept. @throws media/*, storage/* */
  check(id: AssetId, signal?: AbortSignal): Promise<void>
}

/** News of the library for everything that shows it. */
export interface AssetChanges {
  /** Announces a change (naming no image) where another program has written to the same library since the last look. */
  checkOtherPrograms(): Promise<void>
  /** Tells all listeners what another part of the library has changed. */
  announce(change: LibraryChange): void
  onChanged(listener: (change: LibraryChange) => void): () => void
}

/** Which images there are, in which order, and what they have in common. */
export interface AssetSearch {
  find(
    scope: Scope,
    options: { readonly sort: SortOrder; readonly isStacked: boolean; readonly withShapes: boolean },
  ): Promise<Found>
  /** The ids of the newest of all, packed, and how many there are. */
  newest(shelf: Scope['shelf'], limit: number): Promise<{ order: string; count: number }>
  /** The images of a stack, its cover first. */
  stack(id: AssetId, scope: Scope): Promise<AssetId[]>
  facets(scope: Scope): Promise<{ count: number; facets: Facet[] }>
  suggest(query: string, at: number): Promise<{ from: number; to: number; terms: string[] }>
}

/** Ratings, flags, labels and tags. */
export interface AssetAnnotations {
  /** Changes all of them or none. */
  change(ids: readonly AssetId[], change: AnnotationChange): Promise<{ undoId: string; changed: number }>
  /** Puts back what the images were before that change. @throws storage/not-found after a restart, and for the second time */
  undo(undoId: string): Promise<void>
  tags(): Promise<{ name: string; count: number }[]>
  renameTag(from: string, to: string): Promise<{ undoId: string }>
  removeTag(name: string): Promise<{ undoId: string }>
}

/** What an image was made from, and what it was used for. */
export interface AssetRelations {
  lineage(id: AssetId): Promise<Lineage>
  /** Its links but those to its parent and children. */
  uses(id: AssetId): Promise<Uses>
}

/** Which images look alike, as far as their fingerprints are known. */
export interface AssetSimilarity {
  find(id: AssetId, limit: number): Promise<Similar>
  duplicates(maxDistance: number): Promise<Duplicates>
}

/** Vectors of images by the model that made them. Those of one model have the same dimensions. */
export interface Vectors {
  put(model: string, vectors: readonly { readonly id: AssetId; readonly vector: Float32Array }[]): Promise<void>
  /** The nearest first; `likeness`: the cosine, 1 is the same direction. */
  nearest(
    query: { readonly model: string; readonly vector: Float32Array },
    scope: Scope,
    limit: number,
  ): Promise<{ id: AssetId; likeness: number }[]>
}

export interface Collections {
  list(): Promise<Collection[]>
  /** Those that were put together by hand and hold any of these images. */
  holding(ids: readonly AssetId[]): Promise<CollectionId[]>
  /** @throws request/invalid where the place cannot hold it */
  create(wanted: Pick<Collection, 'parentId' | 'name' | 'kind' | 'query'>): Promise<Collection>
  /** @throws request/invalid, storage/not-found */
  change(
    id: CollectionId,
    change: {
      name?: string | undefined
      parentId?: CollectionId | null | undefined
      query?: string | undefined
      position?: number | undefined
    },
  ): Promise<Collection>
  remove(id: CollectionId): Promise<void>
  restore(id: CollectionId): Promise<void>
  /** Those that were not in it before. */
  add(id: CollectionId, ids: readonly AssetId[]): Promise<AssetId[]>
  /** Those that were in it. */
  takeOut(id: CollectionId, ids: readonly AssetId[]): Promise<AssetId[]>
  onChanged(listener: () => void): () => void
}

/** A finished image in a temporary file, to be filed with how it was made. */
export interface NewResult {
  /** Where another try may have filed it before; absent = a new one. */
  readonly id?: AssetId
  readonly temporaryPath: string
  readonly temporaryMaskPath: string | null
  /** The service's response as it came, where the image was made of it. */
  readonly rawAnswer: { readonly temporaryPath: string; readonly mime: string } | null
  /** The mask of an edit as it was painted, a PNG: kept with the raw answer, so that it can be composited anew. */
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

/** What is known of an image besides its bytes, for the case that it cannot be filed the usual way. */
export interface ReceivedNote {
  readonly name: string
  readonly parentId: AssetId | null
  readonly recipe: Recipe
}

/** What a service has made, on disk and not filed yet. */
export interface ReceivedPicture {
  readonly id: string
  /** Hand it to `results.add`, which moves it. */
  readonly path: string
  readonly note: ReceivedNote | null
}

/** Where a received image is that could not be filed. */
export interface KeptPicture {
  readonly path: string
  /**
   * `listed`: among the library's images. `later`: the next sweep lists it. `unreadable`: a file of the library that
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

/** Outcome of an import. One bad file never stops the others; a full disk stops all that follow. */
export interface ImportOutcome {
  /** Every image that is in the library by this, each once, in the order asked. */
  readonly imported: Asset[]
  /** How many files came of something, and how many of these were known by their content. */
  readonly arrived: number
  readonly alreadyThere: number
  readonly failed: { file: string; error: ErrorData }[]
  /** Files of folders that are no images by their names. */
  readonly passedOver: number
  /** What was not begun, because it was canceled or the disk is full. */
  readonly notTried: number
  readonly isCancelled: boolean
}
