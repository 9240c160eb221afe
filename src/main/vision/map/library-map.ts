import type { Worker } from 'node:worker_threads'
import { packIds, unpackIds } from '../../../shared/domain/packed-ids.ts'
import type { Logger } from '../../platform/logger.ts'
import type { EmbeddedLibrary, Embeddings } from '../embeddings.ts'
import type { MappedVectors } from './compute-map.ts'
import { readMapFile, type StoredMap, writeMapFile } from './map-file.ts'
import { MapRunner, type MapWork } from './map-runner.ts'

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

interface LibraryMapOptions {
  readonly embeddings: Pick<Embeddings, 'searchModel'>
  readonly library: Pick<EmbeddedLibrary, 'counts'> & MappedVectors
  /** Starts the thread of `map-worker.ts`. */
  readonly start: () => Worker
  readonly file: string
  readonly logger: Logger
  /** A run is followed by a rest of so many times its duration, so that a library that grows is not laid out all the time. */
  readonly restRatio?: number
}

export function createLibraryMap(options: LibraryMapOptions): LibraryMap {
  const { embeddings, library, logger, file } = options
  const held = openHeldMap(file, logger)
  const runner = new MapRunner({ ...options, save: held.put })
  let shown: { readonly points: PackedMapPoints; readonly revision: number } = { points: noPoints, revision: 0 }

  async function load(knownRevision: number | null, isForced = false): Promise<MapSnapshot> {
    const model = await embeddings.searchModel()
    if (model === null) {
      return { model: null, total: 0, embedded: 0, revision: 0, points: null, work: runner.work }
    }
    const map = await held.load()
    const found = await library.ids(model.id)
    const visible = map === null || map.model === model.id ? found : await library.ids(map.model)
    const points = map === null ? noPoints : choosePoints(map, visible)
    if (!areEqual(points, shown.points)) shown = { points, revision: shown.revision + 1 }
    runner.update(map, { model: model.id, ids: found.ids }, isForced)
    return {
      model: model.name,
      ...(await library.counts(model.id)),
      revision: shown.revision,
      points: knownRevision === shown.revision ? null : shown.points,
      work: runner.work,
    }
  }

  return {
    load: (knownRevision) => load(knownRevision),
    rebuild: async () => void (await load(null, true)),
    setPaused: (isPaused) => runner.setPaused(isPaused),
    onChanged: (listener) => runner.onChanged(listener),
    dispose: () => runner.dispose(),
  }
}

const noPoints: PackedMapPoints = { ids: '', positions: new Float32Array(), colors: new Uint8Array() }

function areEqual(one: PackedMapPoints, other: PackedMapPoints): boolean {
  return (
    one.ids === other.ids &&
    areBytesEqual(one.colors, other.colors) &&
    areBytesEqual(new Uint8Array(one.positions.buffer), new Uint8Array(other.positions.buffer))
  )
}

function areBytesEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}

/** Returns what is on the map and still in the library. Both lists of IDs are packed and sorted. */
function choosePoints({ ids, positions }: StoredMap, visible: Omit<PackedMapPoints, 'positions'>): PackedMapPoints {
  if (ids === visible.ids) return { ...visible, positions }
  const colorOf = new Map(unpackIds(visible.ids).map((id, at) => [id, visible.colors[at]!]))
  const placed = unpackIds(ids)
  const chosen = [...placed.keys()].filter((at) => colorOf.has(placed[at]!))
  return {
    ids: packIds(chosen.map((at) => placed[at]!)),
    colors: Uint8Array.from(chosen, (at) => colorOf.get(placed[at]!)!),
    positions: Float32Array.from({ length: 2 * chosen.length }, (_, at) => positions[2 * chosen[at >> 1]! + (at & 1)]!),
  }
}

interface HeldMap {
  /** null = there is none yet. */
  load(): Promise<StoredMap | null>
  /** Also if it cannot be written: then it is computed again after the next start. */
  put(map: StoredMap): Promise<void>
}

function openHeldMap(file: string, logger: Logger): HeldMap {
  let map: Promise<StoredMap | null> | null = null
  return {
    load: () => (map ??= readMapFile(file)),
    async put(computed) {
      map = Promise.resolve(computed)
      await writeMapFile(file, computed).catch((error: unknown) => logger.warn('vision.map-not-saved', { error }))
    },
  }
}
