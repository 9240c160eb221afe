import type { AssetId } from '../../../../shared/domain/ids.ts'
import { hasSameShape } from '../../../../shared/util/same-shape.ts'
import { useAsset } from '../../../client/index.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import { changedShare, shareWords } from '../measure/changed-share.ts'
import { useDifference, type Measured } from '../measure/use-difference.ts'
import { letterOf } from '../pair.ts'

/** How each of the others differs from the reference. */
export function AgainstSection({ ids }: { readonly ids: readonly AssetId[] }) {
  const reference = useCompareState((state) => state.referenceId ?? state.ids[0])
  const tolerance = useCompareState((state) => state.tolerance)
  if (reference === undefined) return null
  const others = ids.filter((id) => id !== reference)
  const letter = letterOf(ids.indexOf(reference))
  return (
    <PanelSection title={`Against ${letter}`}>
      <ul className="compare-against">
        {others.map((id) => (
          <AgainstRow key={id} reference={reference} id={id} letter={letterOf(ids.indexOf(id))} />
        ))}
      </ul>
      <p className="compare-note">
        Pixels that differ{tolerance > 0 && ` by more than ${tolerance} of 255`}, and structural similarity (SSIM): 1 is
        the same. Pictures of another size are brought to that of {letter} for this.
      </p>
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
  const isStretched = useIsStretched(reference, id)
  const share = measured.is === 'known' ? changedShare(measured.difference, tolerance) : 0
  return (
    <li>
      <button
        type="button"
        aria-pressed={isShown}
        aria-label={`${letter}: ${measuredWords(measured, tolerance)}. Show where`}
        onClick={() => store.setState({ view: 'difference', referenceId: reference, chosen: id })}
      >
        <b>{letter}</b>
        <span className="compare-bar" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </span>
        <span>{measured.is === 'known' ? shareWords(share) : measured.is === 'pending' ? '…' : '–'}</span>
        <span>{measured.is === 'known' && measured.difference.ssim.toFixed(3)}</span>
      </button>
      {isStretched && <p className="compare-note">Another shape: stretched for this, so the numbers say little.</p>}
      {measured.is === 'failed' && <p className="compare-note">{measured.words.title}</p>}
    </li>
  )
}

function useIsStretched(reference: AssetId, id: AssetId): boolean {
  const [one, other] = [useAsset(reference), useAsset(id)]
  return !!one && !!other && !hasSameShape(one, other)
}

function measuredWords(measured: Measured, tolerance: number): string {
  if (measured.is === 'pending') return 'being measured'
  if (measured.is === 'failed') return measured.words.title
  const { ssim } = measured.difference
  return `${shareWords(changedShare(measured.difference, tolerance))} differs, SSIM ${ssim.toFixed(3)}`
}
