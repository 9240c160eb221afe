import { formatFixed } from '../../../../shared/messages/formats.ts'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { hasSameShape } from '../../../../shared/util/same-shape.ts'
import { useAsset, useServices } from '../../../client/index.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import { changedShare, formatShare, useDifference, type Measured } from '../measure/difference.ts'
import { letterOf } from '../pair.ts'
import './compare-side.css'
import { RankingSection } from './ranking-section.tsx'
import { PixelSection } from './pixel-section.tsx'
import { ExternalLink, Flag, Merge, Star, Upload, X } from 'lucide-react'
import type { AnnotationChange } from '../../../../shared/domain/annotations.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'

const ratings = [1, 2, 3, 4, 5] as const

/** Side panel: details of the images on the table, and the ranking of models. */
export function CompareSide() {
  const areHidden = useStore(useServices().settings.store, (state) => state.arePanelsHidden)
  const ids = useCompareState(useShallow((state) => state.ids))
  if (areHidden) return null
  return (
    <aside className="compare-side" aria-label={messages.details} data-part="right">
      {ids.length > 1 && <AgainstSection ids={ids} />}
      <ChosenSection />
      <PixelSection ids={ids} />
      <RankingSection />
    </aside>
  )
}

/** How each of the other images differs from the reference. */
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
  const isStretched = differsInShape(useAsset(reference), useAsset(id))
  const share = measured.type === 'known' ? changedShare(measured.difference, tolerance) : 0
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
          {measured.type === 'known' ? formatShare(share) : measured.type === 'pending' ? '…' : '–'}
        </span>
        <span aria-hidden="true">{measured.type === 'known' && formatFixed(measured.difference.ssim, 3)}</span>
      </button>
      {measured.type === 'failed' && <p className="compare-note">{measured.error.title}</p>}
    </li>
  )
}

function useHasStretched(reference: AssetId | undefined, others: readonly AssetId[]): boolean {
  const { assets } = useServices()
  return useStore(assets.store, ({ records }) => {
    const referenceAsset = reference === undefined ? null : records.get(reference)
    return others.some((id) => differsInShape(referenceAsset, records.get(id)))
  })
}

/** False until both are loaded. */
function differsInShape(first: Asset | null | undefined, second: Asset | null | undefined): boolean {
  return !!first && !!second && !hasSameShape(first, second)
}

function measuredText(measured: Measured, tolerance: number): string {
  if (measured.type === 'pending') return messages.measuring
  if (measured.type === 'failed') return measured.error.title
  const { ssim } = measured.difference
  return messages.shareAndSimilarity({
    share: formatShare(changedShare(measured.difference, tolerance)),
    ssim: formatFixed(ssim, 3),
  })
}

/** Annotations of the selected image, and actions for it. */
function ChosenSection() {
  const chosen = useCompareState((state) => state.chosen)
  const index = useCompareState((state) => (state.chosen === null ? -1 : state.ids.indexOf(state.chosen)))
  const asset = useAsset(chosen)
  if (!asset || index < 0) return null
  return (
    <PanelSection title={`${letterOf(index)} · ${asset.name}`}>
      <AnnotationButtons asset={asset} />
      <OutsideLine asset={asset} />
      <ImageButtons asset={asset} />
    </PanelSection>
  )
}

function AnnotationButtons({ asset }: { readonly asset: Asset }) {
  const { actions } = useCompare()
  const { intents } = useServices()
  const mark = (change: AnnotationChange) => {
    actions.mark(change).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  const { rating, flag } = asset.annotations
  const toggleFlag = (next: 'pick' | 'reject') => mark({ flag: flag === next ? 'none' : next })
  return (
    <div className="compare-marks" role="group" aria-label={messages.ratingAndFlag}>
      {ratings.map((stars) => (
        <IconButton
          key={stars}
          label={messages.stars({ count: stars })}
          command={`compare.rate-${stars}`}
          size="small"
          isPressed={rating >= stars}
          onClick={() => mark({ rating: rating === stars ? 0 : stars })}
        >
          <Star size={15} fill={rating >= stars ? 'currentColor' : 'none'} aria-hidden="true" />
        </IconButton>
      ))}
      <span className="compare-annotations-space" />
      <IconButton
        label={messages.pick}
        command="compare.pick"
        size="small"
        isPressed={flag === 'pick'}
        onClick={() => toggleFlag('pick')}
      >
        <Flag size={15} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.reject}
        command="compare.reject"
        size="small"
        isPressed={flag === 'reject'}
        onClick={() => toggleFlag('reject')}
      >
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** The measurement taken when it was made: whether anything outside the mask changed. */
function OutsideLine({ asset: { recipe } }: { readonly asset: Asset }) {
  if (recipe.changedOutside === null) return null
  return <p className="compare-note">{messages.changedOutside({ count: recipe.changedOutside })}</p>
}

function ImageButtons({ asset }: { readonly asset: Asset }) {
  const { actions } = useCompare()
  const reference = useCompareState((state) => state.referenceId ?? state.ids[0] ?? null)
  const letter = useCompareState((state) => (reference === null ? '' : letterOf(state.ids.indexOf(reference))))
  const target = useAsset(reference)
  const disabledReason = target === null || target === undefined ? null : actions.mergeDisabledReason(target, asset)
  return (
    <div className="compare-actions">
      <Button size="small" icon={<ExternalLink size={14} />} onClick={() => actions.open()}>
        {messages.openInStudio} <Kbd command="compare.open" />
      </Button>
      <Button size="small" icon={<Upload size={14} />} onClick={() => actions.exportChosen()}>
        {messages.exportLabel} <Kbd command="compare.export" />
      </Button>
      {target && reference !== asset.id && (
        <Button
          size="small"
          icon={<Merge size={14} />}
          disabled={disabledReason !== null}
          title={disabledReason ?? messages.mergeHint}
          onClick={() => actions.takePart()}
        >
          {messages.mergeInto({ letter })} <Kbd command="compare.take" />
        </Button>
      )}
    </div>
  )
}
