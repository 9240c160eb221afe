import { useEffect, useRef, type CSSProperties } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import type { CompareState } from '../create-compare-store.ts'
import { letterOf, type Pair } from '../pair.ts'
import { PictureCanvas } from '../view/picture-canvas.tsx'
import { useTilePointer } from '../view/use-tile-pointer.ts'
import { TileLabel } from '../table/tile-label.tsx'
import { HeatCanvas } from '../measure/heat-canvas.tsx'
import { StageDivider } from './stage-divider.tsx'
import './pair-stage.css'
import { useTurns } from './use-turns.ts'

interface PairStageProps {
  readonly pair: Pair
  readonly size: Size
}

/** Two pictures in one place: parted by a line, see-through, in turns, or where they differ. */
export function PairStage({ pair, size }: PairStageProps) {
  const reference = useAsset(pair.reference)
  const other = useAsset(pair.other)
  if (reference === undefined || other === undefined) return null
  if (reference === null || other === null) return <p className="compare-gone">No longer in the library.</p>
  return <Stage key={pair.other} reference={reference} other={other} size={size} />
}

interface StageProps {
  readonly reference: Asset
  readonly other: Asset
  readonly size: Size
}

function Stage({ reference, other, size }: StageProps) {
  const { store } = useCompare()
  const element = useRef<HTMLDivElement>(null)
  const hand = useTilePointer(element, other, size)
  const view = useCompareState((state) => state.view)
  const over = useCompareState(useShallow(styleOfReference))
  const cover = useFirstCover(reference.id, other.id)
  useTurns()
  useEffect(() => store.setState({ tile: size, columns: 1 }), [store, size])
  return (
    <div ref={element} className="compare-pair" data-view={view} {...hand}>
      <div className="compare-layer" data-layer="other">
        <PictureCanvas asset={other} tile={size} />
      </div>
      <div className="compare-layer" data-layer="reference" style={over}>
        <PictureCanvas asset={reference} tile={size} />
      </div>
      {view === 'difference' && <HeatCanvas reference={reference} other={other} tile={size} />}
      {cover !== null && <CoverVeil words={cover.words} onReveal={cover.reveal} />}
      {cover === null && view === 'slider' && <StageDivider size={size} />}
      <PairLabels reference={reference} other={other} />
    </div>
  )
}

/** How the reference lies over the other. */
function styleOfReference(state: CompareState): CSSProperties {
  if (state.view !== 'slider' && state.view !== 'overlay') {
    return { visibility: state.isReferenceShown || state.view === 'difference' ? 'visible' : 'hidden' }
  }
  if (state.isReferenceShown) return {}
  if (state.view === 'overlay') return { opacity: 1 - state.opacity }
  const cut = `${(1 - state.dividedAt) * 100}%`
  return { clipPath: state.isDividedAcross ? `inset(0 0 ${cut} 0)` : `inset(0 ${cut} 0 0)` }
}

/** Nothing is seen while one of the two is covered. */
function useFirstCover(one: AssetId, two: AssetId) {
  const first = useCover(one)
  const second = useCover(two)
  return first ?? second
}

function PairLabels({ reference, other }: Omit<StageProps, 'size'>) {
  const hasLabels = useCompareState((state) => state.hasLabels)
  const view = useCompareState((state) => state.view)
  const isReferenceShown = useCompareState((state) => state.isReferenceShown)
  const isAcross = useCompareState((state) => state.isDividedAcross)
  const ids = useCompareState((state) => state.ids)
  const letter = (asset: Asset) => letterOf(ids.indexOf(asset.id))
  const shown = isReferenceShown ? reference : other
  return (
    <>
      <span className="compare-letter compare-letter-reference" data-reference="true">
        {letter(reference)}
        <em>reference</em>
      </span>
      <span className="compare-letter compare-letter-other" data-across={view === 'slider' && isAcross}>
        {letter(other)}
      </span>
      {view === 'blink' && (
        <span className="compare-letter compare-letter-shown" role="status">
          {letter(shown)}
        </span>
      )}
      {hasLabels && (
        <div className="compare-pair-labels">
          <TileLabel asset={view === 'blink' ? shown : reference} />
          {view !== 'blink' && <TileLabel asset={other} />}
        </div>
      )}
    </>
  )
}
