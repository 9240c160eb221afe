import { useSyncExternalStore } from 'react'
import type { FoldablePanel } from '../../../shared/domain/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { useStudio, useStudioState } from './studio-context.ts'

/** Whether a panel is folded to a bar, and how to fold or unfold it. */
export function useFolded(panel: FoldablePanel): readonly [boolean, (isFolded: boolean) => void] {
  const { settings } = useServices()
  const { store } = useStudio()
  const isNarrow = useSyncExternalStore(subscribe, () => window.matchMedia(narrow).matches)
  const folded = useSettings((each) => each.foldedPanels)
  const narrowSide = useStudioState((state) => state.narrowSide)
  if (isNarrow && panel !== 'results') {
    return [narrowSide !== panel, (isFolded) => store.setState({ narrowSide: isFolded ? null : panel })]
  }
  const fold = (isFolded: boolean) => {
    const others = folded.filter((each) => each !== panel)
    settings.change({ foldedPanels: isFolded ? [...others, panel] : others })
  }
  return [folded.includes(panel), fold]
}

/** Here both side panels would leave the canvas less room than it needs: only one of them is open at a time. */
const narrow = '(width < 800px)'

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(narrow)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}
