import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Client } from './client.ts'

/** null = the library does not know this id (any more). */
export type AssetRecords = ReadonlyMap<AssetId, Asset | null>

export interface AssetCache {
  readonly store: StoreApi<{ readonly records: AssetRecords }>
  /**
   * Asks for those not known yet; calls made in the same moment travel together, the last wish first. Returns how to take
   * back what has not been asked for yet: nobody waits for what was scrolled past.
   */
  request(ids: readonly AssetId[]): () => void
  put(assets: readonly Asset[]): void
}

/** Records asked for in one call, one call after the other: their arrival must fit into a frame. */
const batchSize = 64
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
  const wishes = createRequestBatch(batchSize)
  const pending = new Set<AssetId>()
  let isAsking = false

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

  async function ask(): Promise<void> {
    // What is wished for in the same moment goes along.
    await Promise.resolve()
    for (let batch = wishes.take(); batch.length > 0; batch = wishes.take()) await loadBatch(batch)
    isAsking = false
  }

  function enqueue(ids: readonly AssetId[]): () => void {
    const takeBack = wishes.add(ids.filter((id) => !pending.has(id)))
    if (wishes.some() && !isAsking) {
      isAsking = true
      void ask()
    }
    return takeBack
  }

  client.on('library.changed', ({ ids, reason }) => {
    const { records } = store.getState()
    // What changed while its answer was on the way must be asked for again, so pending ones count as known.
    const known = ids.filter((id) => records.has(id) || pending.has(id))
    // Looks are in no record.
    if (reason === 'added' || reason === 'looks' || known.length === 0) return
    for (const id of known) pending.delete(id)
    enqueue(known)
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

/** What is wanted and has not been asked for yet. */
interface RequestBatch {
  /** Returns how to take back what is left of it. */
  add(ids: readonly AssetId[]): () => void
  some(): boolean
  /** The last wish first; no id twice. */
  take(): readonly AssetId[]
}

/** @param most ids that are taken at once */
function createRequestBatch(most: number): RequestBatch {
  const wishes = new Set<Set<AssetId>>()
  return {
    add(ids) {
      const wish = new Set(ids)
      if (wish.size > 0) wishes.add(wish)
      return () => void wishes.delete(wish)
    },
    some: () => wishes.size > 0,
    take() {
      const taken: AssetId[] = []
      for (const wish of [...wishes].toReversed()) {
        for (const id of wish) {
          if (taken.length === most) return taken
          taken.push(id)
          for (const other of wishes) other.delete(id)
        }
        wishes.delete(wish)
      }
      return taken
    },
  }
}
