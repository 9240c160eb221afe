import { ExternalLink, Flag, Merge, Star, Upload, X } from 'lucide-react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AnnotationChange } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { useAsset, useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import { letterOf } from '../pair.ts'

/** What can be said of the chosen picture, and done with it. */
export function ChosenSection() {
  const chosen = useCompareState((state) => state.chosen)
  const at = useCompareState((state) => (state.chosen === null ? -1 : state.ids.indexOf(state.chosen)))
  const asset = useAsset(chosen)
  if (!asset || at < 0) return null
  return (
    <PanelSection title={`${letterOf(at)} · ${asset.name}`}>
      <MarkButtons asset={asset} />
      <OutsideLine asset={asset} />
      <PictureButtons asset={asset} />
    </PanelSection>
  )
}

const ratings = [1, 2, 3, 4, 5] as const

function MarkButtons({ asset }: { readonly asset: Asset }) {
  const { actions } = useCompare()
  const { intents } = useServices()
  const mark = (change: AnnotationChange) => {
    actions.mark(change).catch((error: unknown) => intents.send({ do: 'report', error }))
  }
  const { rating, flag } = asset.marks
  const toggleFlag = (wanted: 'pick' | 'reject') => mark({ flag: flag === wanted ? 'none' : wanted })
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
      <span className="compare-marks-space" />
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

/** What was measured when it was made: whether anything beyond the mask was touched. */
function OutsideLine({ asset: { recipe } }: { readonly asset: Asset }) {
  if (recipe.changedOutside === null) return null
  return <p className="compare-note">{messages.changedOutside({ count: recipe.changedOutside })}</p>
}

function PictureButtons({ asset }: { readonly asset: Asset }) {
  const { actions } = useCompare()
  const reference = useCompareState((state) => state.referenceId ?? state.ids[0] ?? null)
  const letter = useCompareState((state) => (reference === null ? '' : letterOf(state.ids.indexOf(reference))))
  const target = useAsset(reference)
  const obstacle = target === null || target === undefined ? null : actions.takeObstacle(target, asset)
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
          disabled={obstacle !== null}
          title={obstacle ?? messages.mergeHint}
          onClick={() => actions.takePart()}
        >
          {messages.mergeInto({ letter })} <Kbd command="compare.take" />
        </Button>
      )}
    </div>
  )
}
