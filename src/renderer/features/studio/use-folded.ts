import type { FoldablePanel } from '../../../shared/domain/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'

/** Whether a panel is folded to a bar, and how to fold or unfold it. */
export function useFolded(panel: FoldablePanel): readonly [boolean, (isFolded: boolean) => void] {
  const { settings } = useServices()
  const folded = useSettings((each) => each.foldedPanels)
  const fold = (isFolded: boolean) => {
    const others = folded.filter((each) => each !== panel)
    settings.change({ foldedPanels: isFolded ? [...others, panel] : others })
  }
  return [folded.includes(panel), fold]
}
