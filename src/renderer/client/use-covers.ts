// Imported directly by places with many images, all of which are loaded later: what index.ts exports is in the start script.
import { useStore } from 'zustand'
import type { Asset } from '../../shared/domain/asset.ts'
import { coverReason } from '../../shared/domain/cover-reason.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { useServices } from './services.ts'
import { coverLabels } from './use-cover.ts'
import { useSettings } from './use-stores.ts'

/** Returns how many of them are shown covered. */
export function useCoveredCount(ids: readonly AssetId[]): number {
  const { assets, covers } = useServices()
  const safety = useSettings((settings) => settings.safety)
  const revealed = useStore(covers, (state) => state.revealed)
  const records = useStore(assets.store, (state) => state.records)
  if (!safety.blockNsfw) return 0
  return ids.filter((id) => {
    const asset = records.get(id)
    return asset && !revealed.has(id) && coverReason(asset, safety) !== null
  }).length
}

/** Returns a function, for use with many images, that says why one is covered; null = it is not. */
export function useCoverLabels(): (id: AssetId, asset: Asset | null | undefined) => string | null {
  const { covers } = useServices()
  const safety = useSettings((settings) => settings.safety)
  const revealed = useStore(covers, (state) => state.revealed)
  return (id, asset) => {
    if (!safety.blockNsfw || asset === null || revealed.has(id)) return null
    const reason = asset === undefined ? 'unchecked' : coverReason(asset, safety)
    return reason === null ? null : coverLabels[reason]
  }
}
