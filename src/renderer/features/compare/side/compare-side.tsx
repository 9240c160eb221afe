import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { hasSameShape } from '../../../../shared/util/same-shape.ts'
import { useAsset, useServices } from '../../../client/index.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import { changedShare, formatShare } from '../measure/changed-share.ts'
import { useDifference, type Measured } from '../measure/use-difference.ts'
import { letterOf } from '../pair.ts'
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
    <aside className="compare-side" aria-label={messages.details} data-part="right">
      {ids.length > 1 && <AgainstSection ids={ids} />}
      <ChosenSection />
      <PixelSection ids={ids} />
      <LeagueSection />
    </aside>
  )
}

/** How each of the others differs from the reference. */
function AgainstSection({ ids }: { readonly ids: readonly AssetId[] }) {
  const reference = useCompareState((state) => state.referenceId ?? state.ids[0])
  const tolerance = useCompareState((state) => state.tolerance)
  const others = ids.filter((id) => id !== reference)
  const hasStretched = useHasStretched(reference, others)
  if (reference === undefined) return null
  const letter = letterOf(ids.indexOf(reference))
  return (
    <PanelSection title={messages.comparedWith({ letter })}>
      <ul className="compare-against">
        {others.map((id) => (
          <AgainstRow key={id} reference={reference} id={id} letter={letterOf(ids.indexOf(id))} />
        ))}
      </ul>
      <p className="compare-note">
        {tolerance > 0 ? messages.differenceWithTolerance({ tolerance, letter }) : messages.differenceNote({ letter })}
      </p>
      {hasStretched && <p className="compare-note">{messages.stretchedNote}</p>}
    </PanelSection>
  )
}

interface AgainstRowProps {
  readonly reference: AssetId
  readonly id: AssetId
  readonly letter: string
}

function AgainstRow({ reference, id, letter }: AgainstRowProps) {
  const { store } = useCompare()
  const measured = useDifference(reference, id)
  const tolerance = useCompareState((state) => state.tolerance)
  const isShown = useCompareState((state) => state.view === 'difference' && state.chosen === id)
  const isStretched = isOfAnotherShape(useAsset(reference), useAsset(id))
  const share = measured.is === 'known' ? changedShare(measured.difference, tolerance) : 0
  return (
    <li>
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => store.setState({ view: 'difference', referenceId: reference, chosen: id })}
      >
        <span className="visually-hidden">
          {(isStretched ? messages.showStretchedDifference : messages.showDifference)({
            letter,
            measured: measuredText(measured, tolerance),
          })}
        </span>
        <b aria-hidden="true">
          {letter}
          {isStretched && '*'}
        </b>
        <span className="compare-bar" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </span>
        <span aria-hidden="true">
          {measured.is === 'known' ? formatShare(share) : measured.is === 'pending' ? '…' : '–'}
        </span>
        <span aria-hidden="true">{measured.is === 'known' && measured.difference.ssim.toFixed(3)}</span>
      </button>
      {measured.is === 'failed' && <p className="compare-note">{measured.words.title}</p>}
    </li>
  )
}

function useHasStretched(reference: AssetId | undefined, others: readonly AssetId[]): boolean {
  const { assets } = useServices()
  return useStore(assets.store, ({ records }) => {
    const one = reference === undefined ? null : records.get(reference)
    return others.some((id) => isOfAnotherShape(one, records.get(id)))
  })
}

/** False until both are known. */
function isOfAnotherShape(one: Asset | null | undefined, other: Asset | null | undefined): boolean {
  return !!one && !!other && !hasSameShape(one, other)
}

function measuredText(measured: Measured, tolerance: number): string {
  if (measured.is === 'pending') return messages.measuring
  if (measured.is === 'failed') return measured.words.title
  const { ssim } = measured.difference
  return messages.shareAndSimilarity({
    share: formatShare(changedShare(measured.difference, tolerance)),
    ssim: ssim.toFixed(3),
  })
}
