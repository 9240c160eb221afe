import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { useServices } from '../../../client/index.ts'
import { useCompareState } from '../compare-context.ts'
import { AgainstSection } from './against-section.tsx'
import { ChosenSection } from './chosen-section.tsx'
import './compare-side.css'
import { LeagueSection } from './league-section.tsx'
import { PixelSection } from './pixel-section.tsx'

/** What is known of the pictures on the table, and of the models that made others. */
export function CompareSide() {
  const areHidden = useStore(useServices().settings.store, (state) => state.arePanelsHidden)
  const ids = useCompareState(useShallow((state) => state.ids))
  if (areHidden) return null
  return (
    <aside className="compare-side" aria-label="About the images" data-part="right">
      {ids.length > 1 && <AgainstSection ids={ids} />}
      <ChosenSection />
      <PixelSection ids={ids} />
      <LeagueSection />
    </aside>
  )
}
