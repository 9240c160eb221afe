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
import type { Collection } from '../../shared/domain/collection.ts'
import type { FileDetails } from '../../shared/domain/dialect.ts'
import type { AssetId, CollectionId } from '../../shared/domain/ids.ts'
import type { AnnotationChange } from '../../shared/domain/annotations.ts'

/** Finding, sorting and marking the pictures of the library. */
export interface Catalogue {
  find(
    scope: Scope,
    options: { readonly sort: SortOrder; readonly isStacked: boolean; readonly withShapes: boolean },
  ): Promise<Found>
  /** The ids of the newest of all, packed, and how many there are. */
  newest(shelf: Scope['shelf'], limit: number): Promise<{ order: string; count: number }>
  /** The pictures a stack stands for, the standing one first. */
  stack(id: AssetId, scope: Scope): Promise<AssetId[]>
  facets(scope: Scope): Promise<{ count: number; facets: Facet[] }>
  suggest(query: string, at: number): Promise<{ from: number; to: number; terms: string[] }>
  /** Changes all of them or none. */
  mark(ids: readonly AssetId[], change: AnnotationChange): Promise<{ undoId: string; changed: number }>
  /** What the pictures were before that change. @throws storage/not-found after a restart, and for the second time */
  undoMark(undoId: string): Promise<void>
  tags(): Promise<{ name: string; count: number }[]>
  renameTag(from: string, to: string): Promise<{ undoId: string }>
  removeTag(name: string): Promise<{ undoId: string }>
  lineage(id: AssetId): Promise<Lineage>
  /** Its links but those to its parent and children. */
  uses(id: AssetId): Promise<Uses>
  similar(id: AssetId, limit: number): Promise<Similar>
  duplicates(maxDistance: number): Promise<Duplicates>
  /** What the file itself says of it. @throws storage/not-found */
  details(id: AssetId): Promise<FileDetails>
  readonly vectors: Vectors
  readonly collections: Collections
}

/** What models make of pictures' looks. Those of one model have the same dimensions. */
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
  /** Those that were put together by hand and have any of these pictures. */
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
