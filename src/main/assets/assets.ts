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
import type { ChangeReason } from '../../shared/domain/library.ts'
import type { ImageDescription, StoredDescriptionQueue } from '../../shared/domain/image-description.ts'
import type { Collection } from '../../shared/domain/collection.ts'
import type { FileDetails } from '../../shared/domain/metadata-dialect.ts'
import type { AssetId, CollectionId, DocumentId, JobId, NamedReferenceId, ThreadId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { ImportedReference, NamedReference, ReferenceDraft } from '../../shared/domain/named-reference.ts'
import type { Thread, ThreadDraft } from '../../shared/domain/thread.ts'
import type { Rendition } from '../../shared/domain/image-url.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { DerivedName } from '../../shared/util/result-name.ts'

/**
 * Every image generated or imported: plain files in dated folders, records in the database. One part per kind of work.
 */
export interface Assets {
  readonly records: AssetRecords
  readonly files: AssetFiles
  readonly originals: AssetOriginals
  readonly imports: AssetImports
  readonly results: AssetResults
  readonly trash: AssetTrash
  readonly safety: AssetSafety
  readonly search: AssetSearch
  readonly annotations: AssetAnnotations
  readonly collections: Collections
  readonly references: NamedReferences
  readonly threads: Threads
  readonly relations: AssetRelations
  readonly similarity: AssetSimilarity
  readonly vectors: Vectors
  readonly descriptions: AssetDescriptions
  readonly changes: AssetChanges
}

/** The records of the images. */
export interface AssetRecords {
  /** In the order of `ids`; unknown ids are omitted. */
  load(ids: readonly AssetId[]): Promise<Asset[]>
  require(id: AssetId): Promise<Asset>
  /** Metadata read from the file itself. @throws storage/not-found */
  details(id: AssetId): Promise<FileDetails>
  children(id: AssetId): Promise<Asset[]>
}

/** The image files and their renditions on disk. */
export interface AssetFiles {
  /** Returns a rendition's path and media type; creates missing thumbnails. @throws storage/not-found */
  locate(id: AssetId, rendition: Rendition): Promise<{ path: string; mime: string }>
  /** The image's own file. Of a damaged one, not all can be decoded: its pixels are in the rendition `original`. */
  locateFile(id: AssetId): Promise<{ path: string; mime: string }>
  /** Reconciles files and records after a crash and deletes trash older than 30 days. */
  sweep(): Promise<{ adopted: number; missing: number; removedTemporaries: number; purged: number }>
}

/** Originals that earlier versions moved to folders that several libraries share. They can be used there, and moved back. */
export interface AssetOriginals {
  /** How many there are, and the folder of one of them; null = there are none. */
  shared(): Promise<{ readonly count: number; readonly folder: string | null }>
  /** Copies all of them to the library folder. Can be repeated. @throws request/cancelled, storage/* */
  moveBack(options?: ProgressOptions): Promise<MovedBack>
  /** Whether originals in that folder can be read now. */
  isReachable(folder: string): Promise<boolean>
}

export interface MovedBack {
  readonly moved: number
  /** Those that are gone or damaged, or whose place in the library is taken. `message`: for display. */
  readonly failed: readonly { readonly id: AssetId; readonly message: string }[]
  /** Folders that could not be reached. */
  readonly unreachable: readonly string[]
}

/** Images from outside: files, folders, pasted or dropped images. */
export interface AssetImports {
  /**
   * Copies files byte for byte, including the images in folders. A file whose content is already in the library
   * resolves to the existing image, restored from the trash if it was there (and a person asked for the import): the
   * library keeps one copy of identical bytes. What can be read of a damaged image is imported and marked, unless
   * `takesDamaged` is false, as for files that may still be written: their rest would be a second image.
   */
  addFiles(
    paths: readonly string[],
    options?: ProgressOptions & { readonly isByPerson?: boolean; readonly takesDamaged?: boolean },
  ): Promise<ImportOutcome>
  /** Called while the user is choosing files: gets the decoder ready in the meantime. */
  warmUp(): void
  /** Imports an image that has no file yet, such as a pasted one, byte for byte as well. */
  addBytes(name: string, bytes: Uint8Array, options?: ProgressOptions): Promise<ImportOutcome>
}

/** Images produced by a run, from receiving the service's data to creating the library record. */
export interface AssetResults {
  /** Files a result: a rename, then one transaction. Resolves once thumbnails exist and temporary files are gone. */
  add(result: NewResult): Promise<Asset>
  /**
   * Writes a service's output to disk before anything else is done with it; a file is moved. It survives every failure
   * and kill until it is filed (and then dropped), kept or dropped.
   * @throws storage/* where no location is writable
   */
  receive(
    made: Uint8Array | { readonly file: string },
    about: ReceivedNote & { readonly id: string; readonly extension: string },
  ): Promise<ReceivedImage>
  /**
   * Takes over images that an ended process had received under these ids but not filed, so that no sweep treats them as
   * leftovers.
   */
  reclaim(ids: readonly string[]): Promise<ReceivedImage[]>
  /** Turns an image that cannot be filed into a plain file of the library, whatever else fails. Needs no disk space. */
  keep(received: ReceivedImage): Promise<KeptImage>
  /** Discards a received image that has been filed or is not wanted. */
  drop(received: ReceivedImage): Promise<void>
}

/** Deleted images, restorable until they are purged. */
export interface AssetTrash {
  /**
   * Sets a flag in the record only, so that undo always works: the file stays in its dated folder until it is purged.
   */
  add(ids: readonly AssetId[]): Promise<void>
  restore(ids: readonly AssetId[]): Promise<void>
  /** Permanently deletes files and records. */
  purge(ids: readonly AssetId[]): Promise<void>
}

/** Content classification by a local model. */
export interface AssetSafety {
  /** Returns images from a service that no local model has checked; newest first. */
  unchecked(limit: number): Promise<AssetId[]>
  /** Checks the image's thumbnail with a local model and stores the verdict. @throws media/*, storage/* */
  check(id: AssetId, signal?: AbortSignal): Promise<void>
}

/** Change events for everything that shows the library. */
export interface AssetChanges {
  /** Announces a change (with no ids) if another program has written to the same library since the last check. */
  checkOtherPrograms(): Promise<void>
  /** Dates are those of another time zone from now on: sorts images into months anew, and announces that. */
  noteTimeZone(): Promise<void>
  /** Notifies all listeners of a change made by another part of the library. */
  announce(change: LibraryChange): void
  onChanged(listener: (change: LibraryChange) => void): () => void
}

/** Finding, sorting and counting images. */
export interface AssetSearch {
  find(
    scope: Scope,
    options: { readonly sort: SortOrder; readonly isStacked: boolean; readonly withShapes: boolean },
  ): Promise<Found>
  /** Returns the packed ids of the newest images, and the total count. */
  newest(section: Scope['section'], limit: number): Promise<{ order: string; count: number }>
  /** The images of a stack, its cover first. */
  stack(id: AssetId, scope: Scope): Promise<AssetId[]>
  facets(scope: Scope): Promise<{ count: number; facets: Facet[] }>
  suggest(query: string, at: number): Promise<{ from: number; to: number; terms: string[] }>
}

export interface AssetAnnotations {
  /** Changes all images or none. */
  change(ids: readonly AssetId[], change: AnnotationChange): Promise<{ undoId: string; changed: number }>
  /**
   * Restores the annotations from before that change. @throws storage/not-found after a restart or when already undone
   */
  undo(undoId: string): Promise<void>
  tags(): Promise<{ name: string; count: number }[]>
  renameTag(from: string, to: string): Promise<{ undoId: string }>
  removeTag(name: string): Promise<{ undoId: string }>
}

/** An image's sources and uses. */
export interface AssetRelations {
  lineage(id: AssetId): Promise<Lineage>
  /** Links other than those to its parent and children. */
  uses(id: AssetId): Promise<Uses>
}

/** Similar images, as far as fingerprints have been computed. */
export interface AssetSimilarity {
  find(id: AssetId, limit: number): Promise<Similar>
  duplicates(maxDistance: number): Promise<Duplicates>
}

/** Image vectors, by the model that computed them. All vectors of a model have the same dimensions. */
export interface Vectors {
  /** Images without a vector, newest first. `before`: only those with smaller IDs; null = from the newest. */
  pending(model: string, before: AssetId | null, limit: number): Promise<AssetId[]>
  /** How many images have a vector, and how many could. */
  counts(model: string): Promise<{ embedded: number; total: number }>
  /** An image's stored vector, of any length; null = it has none. */
  find(model: string, id: AssetId): Promise<Float32Array<ArrayBuffer> | null>
  /**
   * Images of the library that have a vector, packed, by ID. `colors`: the main color of each as index in `imageColors`;
   * 255 = not known.
   */
  ids(model: string): Promise<{ readonly ids: string; readonly colors: Uint8Array<ArrayBuffer> }>
  /** Vectors of images, one after the other: directions, not of length 1. Images without one are left out of `ids`. */
  load(
    model: string,
    ids: readonly AssetId[],
  ): Promise<{ readonly ids: string; readonly vectors: Int8Array<ArrayBuffer> }>
  put(model: string, vectors: readonly { readonly id: AssetId; readonly vector: Float32Array }[]): Promise<void>
  /** Nearest first; `likeness`: the cosine, 1 is the same direction. */
  nearest(
    query: { readonly model: string; readonly vector: Float32Array },
    scope: Scope,
    limit: number,
  ): Promise<{ id: AssetId; likeness: number }[]>
  /**
   * Groups of images whose vectors have a cosine of at least `minLikeness`, transitively: oldest first, largest groups
   * first. @throws request/cancelled
   */
  groups(model: string, minLikeness: number, signal: AbortSignal): Promise<AssetId[][]>
}

/** What models say of images, apart from the annotations that a person made. */
export interface AssetDescriptions {
  /** null = there is none. */
  find(id: AssetId): Promise<ImageDescription | null>
  /** Of those that have one. */
  captions(ids: readonly AssetId[]): Promise<ReadonlyMap<AssetId, string>>
  /** Replaces an earlier one, and takes the image out of the queue. */
  put(id: AssetId, description: ImageDescription): Promise<void>
  clear(ids: readonly AssetId[]): Promise<void>
  /** Images to describe; survives the program's end. */
  readonly queue: {
    /** Those without a description; null = of the whole library, newest first. Returns how many are new. */
    add(ids: readonly AssetId[] | null): Promise<number>
    /** null = none is left, or all are paused. */
    next(): Promise<AssetId | null>
    fail(id: AssetId, message: string): Promise<void>
    /** Puts it behind all others; what was put there before fails instead. */
    defer(id: AssetId, message: string): Promise<void>
    pause(isPaused: boolean): Promise<void>
    empty(): Promise<void>
    /** Since the queue was last empty. */
    state(): Promise<StoredDescriptionQueue>
  }
}

export interface Collections {
  list(): Promise<Collection[]>
  /** Returns the hand-picked collections that contain any of these images. */
  holding(ids: readonly AssetId[]): Promise<CollectionId[]>
  /** @throws request/invalid where the parent cannot contain it */
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
  /** Returns the ids that were not in it before. */
  add(id: CollectionId, ids: readonly AssetId[]): Promise<AssetId[]>
  /** Returns the ids that were in it. */
  takeOut(id: CollectionId, ids: readonly AssetId[]): Promise<AssetId[]>
  onChanged(listener: () => void): () => void
}

/** People, things, places and styles that prompts name as `@name`. */
export interface NamedReferences {
  /** By name, without images that are in the trash. */
  list(): Promise<NamedReference[]>
  /** @throws request/invalid where the name is taken */
  create(draft: ReferenceDraft): Promise<NamedReference>
  /** @throws request/invalid, storage/not-found */
  change(
    id: NamedReferenceId,
    change: { [K in keyof ReferenceDraft]?: ReferenceDraft[K] | undefined },
  ): Promise<NamedReference>
  /** Images made with it keep what they were made with. */
  remove(id: NamedReferenceId): Promise<void>
  /** @throws request/invalid where the name has been taken since */
  restore(id: NamedReferenceId): Promise<NamedReference>
  /** Writes it with its images as one file. @throws storage/*, media/too-large */
  exportTo(id: NamedReferenceId, path: string, signal?: AbortSignal): Promise<void>
  /**
   * Adds the reference of such a file, and its images to the library.
   * @throws media/undecodable, media/unsupported, media/too-large, storage/*
   */
  importFrom(path: string, signal?: AbortSignal): Promise<ImportedReference>
  onChanged(listener: () => void): () => void
}

/** An image of a thread, with what a service may want back of it. */
export interface ThreadImage extends Pick<Asset, 'id' | 'parentId' | 'recipe' | 'fileBytes'> {
  /** The model's own record of the turn that made it; null = there is none. */
  readonly record: string | null
}

/** Conversations about images. */
export interface Threads {
  /** `damaged`: how many cannot be read, which is also logged. */
  list(input: { readonly documentId: DocumentId | null }): Promise<{ threads: Thread[]; damaged: number }>
  /** Oldest first. */
  steps(input: { readonly id: ThreadId }): Promise<JobSnapshot[]>
  /** Goes on from an image, in the thread that holds it or in a new one. */
  start(input: { readonly documentId: DocumentId | null; readonly assetId: AssetId }): Promise<Thread>
  /** @throws storage/not-found */
  go(input: { readonly id: ThreadId; readonly currentId: JobId | null; readonly tipId: JobId | null }): Promise<Thread>
  /** Keeps what is being typed; null = nothing is. */
  keepDraft(input: { readonly id: ThreadId; readonly draft: ThreadDraft | null }): Promise<void>
  /** Images stay. */
  remove(input: { readonly id: ThreadId }): Promise<void>
  /** @throws storage/not-found */
  restore(input: { readonly id: ThreadId }): Promise<Thread>
  /** The image and those it goes on from, step by step, newest first. */
  chain(imageId: AssetId): Promise<ThreadImage[]>
  /** Keeps a model's own record of the turn that made an image. */
  keepRecord(imageId: AssetId, record: string): Promise<void>
  onChanged(listener: () => void): () => void
}

/** A finished image in a temporary file, to be filed with its recipe. */
export interface NewResult {
  /** The id under which an earlier attempt may have filed it; absent = a new one. */
  readonly id?: AssetId
  readonly temporaryPath: string
  readonly temporaryMaskPath: string | null
  /** The service's response as received, where the image was derived from it. */
  readonly rawAnswer: { readonly temporaryPath: string; readonly mime: string } | null
  /** The mask of an edit as painted, a PNG: kept with the raw response, so that it can be composited again. */
  readonly temporaryPaintPath?: string | null
  /** null where it was generated from a prompt alone. */
  readonly parentId: AssetId | null
  readonly name: string | DerivedName
  readonly mime: string
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  readonly recipe: Recipe
}

/** Facts about an image besides its bytes, for when it cannot be filed normally. */
export interface ReceivedNote {
  readonly name: string
  readonly parentId: AssetId | null
  readonly recipe: Recipe
  /** What its queued call stores of the response it came with: the call may not have stored it yet. */
  readonly response?: string
}

/** Output of a service, on disk but not filed yet. */
export interface ReceivedImage {
  readonly id: string
  /** Pass it to `results.add`, which moves it. */
  readonly path: string
  readonly note: ReceivedNote | null
}

/** Location of a received image that could not be filed. */
export interface KeptImage {
  readonly path: string
  /**
   * `listed`: in the library. `later`: the next sweep adds it. `unreadable`: a library file that cannot be decoded.
   * `outside`: outside the library folder, which is not writable.
   */
  readonly type: 'listed' | 'later' | 'unreadable' | 'outside'
}

export interface LibraryChange {
  readonly ids: readonly AssetId[]
  readonly reason: ChangeReason
}

export interface ProgressOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** Outcome of an import. One bad file never stops the others; a full disk stops the rest. */
export interface ImportOutcome {
  /** Every image the import resolved to, without duplicates, in request order. */
  readonly imported: Asset[]
  /** Number of files that resolved to an image, and how many of these were already in the library by content. */
  readonly arrived: number
  readonly alreadyThere: number
  readonly failed: { file: string; error: ErrorData }[]
  /** Number of files in folders whose names are not image names. */
  readonly passedOver: number
  /** Number of items not started, because of cancellation or a full disk. */
  readonly notTried: number
  readonly isCancelled: boolean
}
