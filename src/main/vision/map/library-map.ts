/** Where the images of the library are on its map. */
export interface MapSnapshot {
  /** The model's name; null = none is installed. */
  readonly model: string | null
  /** Images that could be on the map, now or once they are embedded. */
  readonly total: number
  /** How many have a vector. */
  readonly embedded: number
  /** Changes with `points`. */
  readonly revision: number
  /** null = as they were at the revision that the caller knows. */
  readonly points: PackedMapPoints | null
  readonly work: MapWork
}

export interface PackedMapPoints {
  /** Packed, by ID. */
  readonly ids: string
  /** x and y of each, about 0 to 1. */
  readonly positions: Float32Array<ArrayBuffer>
  /** The main color of each as index in `imageColors`; 255 = not known. */
  readonly colors: Uint8Array<ArrayBuffer>
}

export interface MapWork {
  /** From 0 to 1; null = nothing is being computed. */
  readonly progress: number | null
  readonly isPaused: boolean
  /** Why the last run ended early; null = it did not. */
  readonly problem: string | null
}

/** A map of the library: images that show similar things are near each other. */
export interface LibraryMap {
  /**
   * Returns the map as far as it is computed, and begins to compute what is missing: the whole map where there is none,
   * it belongs to another model or much has changed, otherwise the places of new images.
   */
  load(knownRevision: number | null): Promise<MapSnapshot>
  /** Computes the map anew, also after a failure. */
  rebuild(): Promise<void>
  setPaused(isPaused: boolean): void
  /** The work has gone on; `isStale`: there is something new to load. */
  onChanged(listener: (work: MapWork, isStale: boolean) => void): () => void
  dispose(): Promise<void>
}
