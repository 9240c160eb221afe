import type { Worker } from 'node:worker_threads'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { mapImagesMin } from '../../../shared/domain/vision.ts'
import { countPacked, packIds, unpackIds } from '../../../shared/domain/packed-ids.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Logger } from '../../platform/logger.ts'
import { type ComputedMap, computeMap, type MappedVectors } from './compute-map.ts'
import type { StoredMap } from './map-file.ts'

export interface MapWork {
  /** From 0 to 1; null = nothing is being computed. */
  readonly progress: number | null
  readonly isPaused: boolean
  /** Why the last run ended early; null = it did not. */
  readonly problem: string | null
}

interface MapRunnerOptions {
  readonly library: MappedVectors
  readonly start: () => Worker
  readonly save: (map: StoredMap) => Promise<void>
  readonly logger: Logger
  /** A run is followed by a rest of so many times its duration: a library that grows is not laid out all the time. */
  readonly restRatio?: number
}

/** The images that the map should have. */
interface Wanted {
  readonly model: string
  /** Packed, by ID. */
  readonly ids: string
}

/** Share of the images that were laid out together, above which changes lead to a new map. */
const changedMax = 0.2

/** Computes what a map lacks, one run at a time. */
export class MapRunner {
  readonly #options: MapRunnerOptions
  readonly #changed = createEmitter<[MapWork, boolean]>()
  readonly #disposed = new AbortController()
  /** Images whose vectors were not there when they were wanted. */
  readonly #missing = new Set<AssetId>()
  #work: MapWork = { progress: null, isPaused: false, problem: null }
  #run: Promise<void> | null = null
  #pauseRun: (isPaused: boolean) => void = () => undefined
  /** For these, a run failed: it would fail again. */
  #failedIds: string | null = null
  #restsUntilMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: MapRunnerOptions) {
    this.#options = options
  }

  get work(): MapWork {
    return this.#work
  }

  /** Calls back when the work has gone on; `isStale`: there is something new to load. */
  onChanged(listener: (work: MapWork, isStale: boolean) => void): () => void {
    return this.#changed.on(listener)
  }

  /** Begins to compute what a map lacks, unless it is being computed; `isForced`: all of it. */
  update(map: StoredMap | null, wanted: Wanted, isForced: boolean): void {
    if (this.#disposed.signal.aborted || this.#run !== null) return
    if (this.#failedIds === wanted.ids && !isForced) return
    const isEnough = countPacked(wanted.ids) >= mapImagesMin
    const task = isForced && isEnough ? 'lay-out' : taskFor(map, wanted, this.#missing)
    if (task === null) return
    const restMs = this.#restsUntilMs - performance.now()
    clearTimeout(this.#timer)
    if (isForced || restMs <= 0) this.#begin(map, wanted, task)
    else this.#timer = setTimeout(() => this.#changed.emit(this.#work, true), restMs).unref()
  }

  setPaused(isPaused: boolean): void {
    this.#pauseRun(isPaused)
    this.#show({ isPaused })
  }

  async dispose(): Promise<void> {
    this.#disposed.abort()
    clearTimeout(this.#timer)
    await this.#run
  }

  #show(change: Partial<MapWork>, isStale = false): void {
    this.#work = { ...this.#work, ...change }
    this.#changed.emit(this.#work, isStale)
  }

  #begin(map: StoredMap | null, wanted: Wanted, task: Task): void {
    const { logger, restRatio = 4 } = this.#options
    const startedMs = performance.now()
    this.#show({ progress: 0, problem: null })
    const finish = (problem: string | null) => {
      const endedMs = performance.now()
      this.#restsUntilMs = endedMs + restRatio * (endedMs - startedMs)
      this.#run = null
      this.#pauseRun = () => undefined
      this.#show({ progress: null, problem }, problem === null)
    }
    this.#run = this.#compute(map, wanted, task).then(
      () => finish(null),
      (thrown: unknown) => {
        if (this.#disposed.signal.aborted) return
        logger.warn('vision.map-failed', { error: thrown })
        this.#failedIds = wanted.ids
        finish(toErrorData(thrown).message)
      },
    )
  }

  async #compute(map: StoredMap | null, wanted: Wanted, task: Task): Promise<void> {
    const { library, start, save } = this.#options
    const computed = await computeMap({
      library,
      start,
      ...wanted,
      task,
      placeOf: placesOf(map),
      signal: this.#disposed.signal,
      onProgress: (progress) => this.#show({ progress }),
      onStarted: (setPaused) => {
        this.#pauseRun = setPaused
        if (this.#work.isPaused) setPaused(true)
      },
    })
    const found = new Set(unpackIds(computed.ids))
    for (const id of unpackIds(wanted.ids)) if (!found.has(id)) this.#missing.add(id)
    await save(
      map === null || task === 'lay-out'
        ? { ...computed, model: wanted.model, laidOut: countPacked(computed.ids) }
        : { ...withOthers(computed, map), model: map.model, laidOut: map.laidOut },
    )
  }
}

type Task = 'lay-out' | 'place'

/** @param missing images without a vector that can be used */
function taskFor(map: StoredMap | null, { model, ids }: Wanted, missing: ReadonlySet<AssetId>): Task | null {
  if (countPacked(ids) < mapImagesMin) return null
  if (map?.model !== model) return 'lay-out'
  const placed = new Set(unpackIds(map.ids))
  const wanted = unpackIds(ids)
  const kept = wanted.filter((id) => placed.has(id)).length
  const newcomers = wanted.filter((id) => !placed.has(id) && !missing.has(id)).length
  const [later, gone] = [placed.size - map.laidOut, placed.size - kept]
  if (newcomers + later + gone > changedMax * map.laidOut) return 'lay-out'
  return newcomers > 0 ? 'place' : null
}

function placesOf(map: StoredMap | null) {
  const { ids, positions } = map ?? { ids: '', positions: new Float32Array() }
  const places = new Map(unpackIds(ids).map((id, at) => [id, { x: positions[2 * at]!, y: positions[2 * at + 1]! }]))
  return (id: AssetId) => places.get(id) ?? null
}

/** Images in the trash keep their places: they may be restored. */
function withOthers(computed: ComputedMap, former: StoredMap): ComputedMap {
  const places = new Map<AssetId, readonly [x: number, y: number]>()
  for (const { ids, positions } of [former, computed]) {
    for (const [at, id] of unpackIds(ids).entries()) places.set(id, [positions[2 * at]!, positions[2 * at + 1]!])
  }
  const sorted = [...places.keys()].toSorted()
  return { ids: packIds(sorted), positions: Float32Array.from(sorted.flatMap((id) => places.get(id)!)) }
}
