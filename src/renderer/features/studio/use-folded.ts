import { useSyncExternalStore } from 'react'
import type { FoldablePanel } from '../../../shared/domain/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { useStudio, useStudioState } from './studio-context.ts'

/** Whether a panel is collapsed to a bar, and a function to change it. */
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

/** At this width both side panels would leave too little room for the canvas: only one is open at a time. */
const narrow = '(width < 800px)'

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(narrow)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}
