import { createStore, type StoreApi } from 'zustand/vanilla'
import { unpackIds } from '../../../../shared/domain/packed-ids.ts'
import type { Output } from '../../../../shared/contract/index.ts'
import { createPatientLoad, delayFor, type Services } from '../../../client/index.ts'
import type { MapCamera } from './map-camera.ts'
import type { MapPoints } from './map-scene.ts'

type MapAnswer = Output<'vision.map'>

export interface MapState {
  /** What main says of the map; null until its first response. */
  readonly info: Pick<MapAnswer, 'model' | 'total' | 'embedded'> | null
  readonly work: MapAnswer['work']
  readonly points: MapPoints
  /** null = the whole map is in view. */
  readonly camera: MapCamera | null
  readonly error: unknown
}

export interface MapStore {
  readonly store: StoreApi<MapState>
  /** Loads the map, which main computes as far as it is missing, and follows changes. Returns the unsubscribe function. */
  watch(): () => void
  load(): Promise<void>
  /** Computes the map anew. */
  rebuild(): Promise<void>
  setPaused(isPaused: boolean): Promise<void>
}

const coalesceMs = 300
/** While images are embedded, each batch is an event. */
const indexMs = 2_000
const noPoints: MapPoints = { ids: [], indexOf: new Map(), positions: new Float32Array(), colors: new Uint8Array() }

export function createMapStore({ client }: Pick<Services, 'client'>): MapStore {
  const store = createStore<MapState>(() => ({
    info: null,
    work: { progress: null, isPaused: false, problem: null },
    points: noPoints,
    camera: null,
    error: null,
  }))
  let knownRevision: number | null = null
  let watchers = 0

  async function load(): Promise<void> {
    try {
      const { points, revision, work, ...info } = await client.call('vision.map', { knownRevision })
      knownRevision = revision
      store.setState({ info, work, error: null, ...(points !== null && { points: toPoints(points) }) })
    } catch (error) {
      store.setState({ error })
    }
  }
  const reload = createPatientLoad(load, coalesceMs)

  client.on('vision.mapChanged', ({ isStale, ...work }) => {
    if (watchers === 0) return
    store.setState({ work })
    if (isStale) reload.soon(0)
  })
  client.on('library.changed', (change) => watchers > 0 && reload.soon(delayFor(change)))
  client.on('vision.indexChanged', () => watchers > 0 && reload.soon(indexMs))
  // A model that was downloaded from here.
  client.on('providers.changed', ({ id }) => {
    if (watchers > 0 && id === 'local' && store.getState().info?.model === null) reload.soon(0)
  })
  return {
    store,
    watch() {
      if (++watchers === 1) void load()
      return () => void watchers--
    },
    load,
    async rebuild() {
      await client.call('vision.rebuildMap', {})
    },
    async setPaused(isPaused) {
      await client.call('vision.pauseMap', { isPaused })
    },
  }
}

function toPoints({ ids: packed, ...of }: NonNullable<MapAnswer['points']>): MapPoints {
  const ids = unpackIds(packed)
  return { ids, ...of, indexOf: new Map(ids.map((id, at) => [id, at])) }
}
