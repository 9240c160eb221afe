import { useStore } from 'zustand'
import type { Asset } from '../../shared/domain/asset.ts'
import { coverReason } from '../../shared/domain/cover-reason.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { reveal } from './create-cover-store.ts'
import { useServices } from './services.ts'
import { useAsset, useSettings } from './use-stores.ts'

/** Why an image is shown covered, and how to reveal it. */
export interface Cover {
  readonly label: string
  readonly reveal: () => void
}

const label = {
  over: messages.mayShowNudity,
  unchecked: messages.notCheckedYet,
}

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
    return reason === null ? null : label[reason]
  }
}

/** null = not covered. An image whose record has not loaded yet is covered, so that nothing flashes up. */
export function useCover(id: AssetId | null): Cover | null {
  const { covers } = useServices()
  const safety = useSettings((settings) => settings.safety)
  const asset = useAsset(safety.blockNsfw ? id : null)
  const isRevealed = useStore(covers, ({ revealed }) => id !== null && revealed.has(id))
  if (id === null || !safety.blockNsfw || isRevealed || asset === null) return null
  const reason = asset === undefined ? 'unchecked' : coverReason(asset, safety)
  return reason === null ? null : { label: label[reason], reveal: () => reveal(covers, id) }
}
