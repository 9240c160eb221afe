import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Client } from './client.ts'

/** null = the library does not know this id (any more). */
export type AssetRecords = ReadonlyMap<AssetId, Asset | null>

export interface AssetCache {
  readonly store: StoreApi<{ readonly records: AssetRecords }>
  /** Asks for those not known yet; calls made in the same moment travel together. */
  request(ids: readonly AssetId[]): void
  put(assets: readonly Asset[]): void
}

/** Records asked for in one call; the contract allows 500. */
const batchSize = 200
/** Beyond this the oldest are dropped: scrolling through 100,000 pictures must not keep them all. */
const maxRecords = 4_000

/** Asked for last, dropped last. Nobody who looks at the records sees a difference. */
function touch(records: Map<AssetId, Asset | null>, id: AssetId): void {
  const asset = records.get(id)
  if (asset === undefined) return
  records.delete(id)
  records.set(id, asset)
}

export function createAssetCache(client: Client, onError: (error: unknown) => void): AssetCache {
  const store = createStore<{ readonly records: AssetRecords }>(() => ({ records: new Map() }))
  const wanted = new Set<AssetId>()
  const pending = new Set<AssetId>()
  let isScheduled = false

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

  function flush(): void {
    isScheduled = false
    const ids = [...wanted]
    wanted.clear()
    for (let at = 0; at < ids.length; at += batchSize) void loadBatch(ids.slice(at, at + batchSize))
  }

  function enqueue(ids: readonly AssetId[]): void {
    for (const id of ids) if (!pending.has(id)) wanted.add(id)
    if (wanted.size === 0 || isScheduled) return
    isScheduled = true
    queueMicrotask(flush)
  }

  client.on('library.changed', ({ ids, reason }) => {
    const { records } = store.getState()
    // What changed while its answer was on the way must be asked for again, so pending ones count as known.
    const known = ids.filter((id) => records.has(id) || pending.has(id))
    if (reason === 'added' || known.length === 0) return
    for (const id of known) pending.delete(id)
    enqueue(known)
  })

  return {
    store,
    request(ids) {
      const { records } = store.getState()
      for (const id of ids) touch(records as Map<AssetId, Asset | null>, id)
      enqueue(ids.filter((id) => !records.has(id)))
    },
    put: (assets) => merge(assets.map((asset) => [asset.id, asset])),
  }
}
