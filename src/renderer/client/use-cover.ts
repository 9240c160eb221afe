import { useStore } from 'zustand'
import type { Asset } from '../../shared/domain/asset.ts'
import { coverReason } from '../../shared/domain/cover-reason.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { reveal } from './create-cover-store.ts'
import { useServices } from './services.ts'
import { useAsset } from './use-asset.ts'
import { useSettings } from './use-settings.ts'

/** Why a picture is shown covered, and how to look under it. */
export interface Cover {
  readonly words: string
  readonly reveal: () => void
}

const words = {
  over: 'Covered: the check on this computer takes it for nudity',
  unchecked: 'Covered until the check on this computer has looked at it',
}

/** How many of them are shown covered. */
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

/** For many at once: why a picture is shown covered, in words; null = it is shown as it is. */
export function useCoverWords(): (id: AssetId, asset: Asset | null | undefined) => string | null {
  const { covers } = useServices()
  const safety = useSettings((settings) => settings.safety)
  const revealed = useStore(covers, (state) => state.revealed)
  return (id, asset) => {
    if (!safety.blockNsfw || asset === null || revealed.has(id)) return null
    const reason = asset === undefined ? 'unchecked' : coverReason(asset, safety)
    return reason === null ? null : words[reason]
  }
}

/** null = it is shown as it is. A picture whose record is not there yet is covered: nothing may flash up. */
export function useCover(id: AssetId | null): Cover | null {
  const { covers } = useServices()
  const safety = useSettings((settings) => settings.safety)
  const asset = useAsset(safety.blockNsfw ? id : null)
  const isRevealed = useStore(covers, ({ revealed }) => id !== null && revealed.has(id))
  if (id === null || !safety.blockNsfw || isRevealed || asset === null) return null
  const reason = asset === undefined ? 'unchecked' : coverReason(asset, safety)
  return reason === null ? null : { words: words[reason], reveal: () => reveal(covers, id) }
}
