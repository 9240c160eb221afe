import { useStore } from 'zustand'
import { coverReason } from '../../shared/domain/cover-reason.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { reveal } from './stores/create-cover-store.ts'
import { useServices } from './services.ts'
import { useAsset, useSettings } from './use-stores.ts'

/** Why an image is shown covered, and how to reveal it. */
export interface Cover {
  readonly label: string
  readonly reveal: () => void
}

/** By reason. */
export const coverLabels = {
  over: messages.mayShowNudity,
  unchecked: messages.notCheckedYet,
}

/** null = not covered. An image whose record has not loaded yet is covered, so that nothing flashes up. */
export function useCover(id: AssetId | null): Cover | null {
  const { covers } = useServices()
  const safety = useSettings((settings) => settings.safety)
  const asset = useAsset(safety.blockNsfw ? id : null)
  const isRevealed = useStore(covers, ({ revealed }) => id !== null && revealed.has(id))
  if (id === null || !safety.blockNsfw || isRevealed || asset === null) return null
  const reason = asset === undefined ? 'unchecked' : coverReason(asset, safety)
  return reason === null ? null : { label: coverLabels[reason], reveal: () => reveal(covers, id) }
}
