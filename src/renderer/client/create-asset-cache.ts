import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Client } from './client.ts'

/** null = the library does not know this id (any more). */
export type AssetRecordsById = ReadonlyMap<AssetId, Asset | null>

export interface AssetCache {
  readonly store: StoreApi<{ readonly records: AssetRecordsById }>
  /**
   * Requests the records not known yet; requests made in the same moment are batched, latest first. Returns a function
   * that withdraws those not sent yet, such as images that were scrolled past.
   */
  request(ids: readonly AssetId[]): () => void
  put(assets: readonly Asset[]): void
}

/** Records per call, one call at a time: processing a response must fit into a frame. */
const batchSize = 64
/** Beyond this, the least recently used are dropped: scrolling through 100,000 images must not keep them all. */
const maxRecords = 4_000

/** Marks records as recently used, in place: subscribers see no difference. */
function touch(records: Map<AssetId, Asset | null>, id: AssetId): void {
  const asset = records.get(id)
  if (asset === undefined) return
  records.delete(id)
  records.set(id, asset)
}

export function createAssetCache(client: Client, onError: (error: unknown) => void): AssetCache {
  const store = createStore<{ readonly records: AssetRecordsById }>(() => ({ records: new Map() }))
  const requests = createRequestBatch(batchSize)
  const pending = new Set<AssetId>()
  let isLoading = false

  function merge(entries: Iterable<readonly [AssetId, Asset | null]>): void {
    const records = new Map(store.getState().records)
    for (const [id, asset] of entries) {
      records.delete(id)
      records.set(id, asset)
    }
    for (const id of records.keys()) {
      if (records.size <= maxRecords) break
      records.delete(id)
    }
    store.setState({ records })
  }

  async function loadBatch(ids: readonly AssetId[]): Promise<void> {
    for (const id of ids) pending.add(id)
    try {
      const assets = await client.call('library.assets', { ids: [...ids] })
      const found = new Map(assets.map((asset) => [asset.id, asset]))
      merge(ids.map((id) => [id, found.get(id) ?? null]))
    } catch (error) {
      onError(error)
    } finally {
      for (const id of ids) pending.delete(id)
    }
  }

  async function loadBatches(): Promise<void> {
    // Batches requests made in the same moment.
    await Promise.resolve()
    for (let batch = requests.take(); batch.length > 0; batch = requests.take()) await loadBatch(batch)
    isLoading = false
  }

  function enqueue(ids: readonly AssetId[]): () => void {
    const withdraw = requests.add(ids.filter((id) => !pending.has(id)))
    if (requests.some() && !isLoading) {
      isLoading = true
      void loadBatches()
    }
    return withdraw
  }

  client.on('library.changed', ({ ids, reason }) => {
    const { records } = store.getState()
    // Pending ids count as known: a record that changed while its response was on the way must be requested again.
    const affected = ids.filter((id) => records.has(id) || pending.has(id))
    // Records do not contain fingerprints.
    if (reason === 'added' || reason === 'looks' || affected.length === 0) return
    for (const id of affected) pending.delete(id)
    enqueue(affected)
  })

  return {
    store,
    request(ids) {
      const { records } = store.getState()
      for (const id of ids) touch(records as Map<AssetId, Asset | null>, id)
      return enqueue(ids.filter((id) => !records.has(id)))
    },
    put: (assets) => merge(assets.map((asset) => [asset.id, asset])),
  }
}

/** Wanted records that have not been requested yet. */
interface RequestBatch {
  /** Returns a function that withdraws those still in the batch. */
  add(ids: readonly AssetId[]): () => void
  some(): boolean
  /** Latest first; each id once. */
  take(): readonly AssetId[]
}

/** @param maxIds maximum number of ids taken at once */
function createRequestBatch(maxIds: number): RequestBatch {
  const requests = new Set<Set<AssetId>>()
  return {
    add(ids) {
      const request = new Set(ids)
      if (request.size > 0) requests.add(request)
      return () => void requests.delete(request)
    },
    some: () => requests.size > 0,
    take() {
      const taken: AssetId[] = []
      for (const request of [...requests].toReversed()) {
        for (const id of request) {
          if (taken.length === maxIds) return taken
          taken.push(id)
          for (const pendingRequest of requests) pendingRequest.delete(id)
        }
        requests.delete(request)
      }
      return taken
    },
  }
}
