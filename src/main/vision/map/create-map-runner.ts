import type { Worker } from 'node:worker_threads'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { mapImagesMin } from '../../../shared/domain/limits.ts'
import { countPacked, packIds, unpackIds } from '../../../shared/domain/packed-ids.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Logger } from '../../platform/logger.ts'
import { computeMap, type ComputedMap, type MappedVectors } from './compute-map.ts'
import type { LibraryMap, MapWork } from './library-map.ts'
import type { StoredMap } from './map-file.ts'

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

interface MapRunner extends Pick<LibraryMap, 'setPaused' | 'onChanged' | 'dispose'> {
  work(): MapWork
  /** Begins to compute what a map lacks, unless it is being computed; `isForced`: all of it. */
  update(map: StoredMap | null, wanted: Wanted, isForced: boolean): void
}

/** Share of the images that were laid out together, above which changes lead to a new map. */
const changedMax = 0.2

export function createMapRunner({ library, start, save, logger, restRatio = 4 }: MapRunnerOptions): MapRunner {
  const changed = createEmitter<[MapWork, boolean]>()
  const disposed = new AbortController()
  /** Images whose vectors were not there when they were wanted. */
  const missing = new Set<AssetId>()
  let work: MapWork = { progress: null, isPaused: false, problem: null }
  let run: Promise<void> | null = null
  let pauseRun: (isPaused: boolean) => void = () => undefined
  /** For these, a run failed: it would fail again. */
  let failedIds: string | null = null
  let restsUntilMs = 0
  let timer: NodeJS.Timeout | undefined

  function show(change: Partial<MapWork>, isStale = false): void {
    work = { ...work, ...change }
    changed.emit(work, isStale)
  }

  async function compute(map: StoredMap | null, wanted: Wanted, task: Task): Promise<void> {
    const computed = await computeMap({
      library,
      start,
      ...wanted,
      task,
      placeOf: placesOf(map),
      signal: disposed.signal,
      onProgress: (progress) => show({ progress }),
      onStarted: (setPaused) => {
        pauseRun = setPaused
        if (work.isPaused) setPaused(true)
      },
    })
    const found = new Set(unpackIds(computed.ids))
    for (const id of unpackIds(wanted.ids)) if (!found.has(id)) missing.add(id)
    const count = countPacked(computed.ids)
    await save(
      map === null || task === 'lay-out'
        ? { ...computed, model: wanted.model, laidOut: count }
        : { ...withOthers(computed, map), model: map.model, laidOut: map.laidOut },
    )
  }

  function begin(map: StoredMap | null, wanted: Wanted, task: Task): void {
    const startedMs = performance.now()
    show({ progress: 0, problem: null })
    const finish = (problem: string | null) => {
      const endedMs = performance.now()
      restsUntilMs = endedMs + restRatio * (endedMs - startedMs)
      run = null
      pauseRun = () => undefined
      show({ progress: null, problem }, problem === null)
    }
    run = compute(map, wanted, task).then(
      () => finish(null),
      (thrown: unknown) => {
        if (disposed.signal.aborted) return
        logger.warn('vision.map-failed', { error: thrown })
        failedIds = wanted.ids
        finish(toErrorData(thrown).message)
      },
    )
  }

  return {
    work: () => work,
    update(map, wanted, isForced) {
      if (disposed.signal.aborted || run !== null || (failedIds === wanted.ids && !isForced)) return
      const isEnough = countPacked(wanted.ids) >= mapImagesMin
      const task = isForced && isEnough ? 'lay-out' : taskFor(map, wanted, missing)
      if (task === null) return
      const restMs = restsUntilMs - performance.now()
      clearTimeout(timer)
      if (isForced || restMs <= 0) begin(map, wanted, task)
      else timer = setTimeout(() => changed.emit(work, true), restMs).unref()
    },
    setPaused(isPaused) {
      pauseRun(isPaused)
      show({ isPaused })
    },
    onChanged: changed.on,
    async dispose() {
      disposed.abort()
      clearTimeout(timer)
      await run
    },
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
