import { CircleAlert, CopyCheck, X } from 'lucide-react'
import { useRef } from 'react'
import { useStore } from 'zustand'
import type { Duplicates } from '../../../../shared/domain/catalogue.ts'
import { contentLikeness } from '../../../../shared/domain/content-likeness.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState, ListEmpty } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { NoContentModel } from '../no-content-model.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../../ui/fields/slider-field.tsx'
import { useGallery } from '../gallery-context.ts'
import type { DuplicateType } from './create-duplicates-store.ts'
import { DuplicateGroup } from './duplicate-group.tsx'
import './duplicates.css'
import { useVisibleRange } from './use-visible-range.ts'

/** Height of a group including its gap, CSS pixels; also in `duplicates.css`. */
const groupPx = 292
const mostDifferent = 16

/** Groups of images that look the same or show the same, side by side, to keep one of each. */
export function DuplicatesPanel() {
  const { duplicates } = useGallery()
  const { type, found } = useStore(duplicates.store)
  return (
    <section className="duplicates" aria-label={messages.duplicates} data-part="over">
      <header className="duplicates-bar">
        <h2>{messages.duplicates}</h2>
        <SegmentedControl
          label={messages.compareBy}
          isLabelHidden
          options={types}
          value={type}
          onChange={(value) => duplicates.setType(value)}
        />
        <p role="status">{found !== null && describeFound(type, found)}</p>
        <div className="duplicates-threshold">
          <ThresholdSlider />
        </div>
        <IconButton label={messages.closeDuplicates} command="duplicates.close" onClick={() => duplicates.close()}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <DuplicatesBody />
    </section>
  )
}

const types = [
  { value: 'appearance', label: messages.appearance },
  { value: 'content', label: messages.content },
] as const

function describeFound(type: DuplicateType, { groups, analyzed, pending, model }: Duplicates): string | null {
  const count = messages.groupCount({ count: groups.length })
  if (type === 'appearance')
    return pending === 0 ? count : `${count} · ${messages.imagesNotAnalyzedYet({ count: pending })}`
  if (model === null) return null
  return `${count} · ${messages.analyzedWith({ analyzed, total: analyzed + pending, model })}`
}

function ThresholdSlider() {
  const { duplicates } = useGallery()
  const { type, maxDistance, likenessPercent } = useStore(duplicates.store)
  if (type === 'appearance') {
    return (
      <SliderField
        label={messages.threshold}
        name={messages.similarityThreshold}
        hint={messages.thresholdHint}
        value={maxDistance}
        min={0}
        max={mostDifferent}
        onChange={(value) => duplicates.setDistance(value)}
      />
    )
  }
  return (
    <SliderField
      label={messages.similarity}
      name={messages.minimumSimilarity}
      hint={messages.similarityHint}
      value={likenessPercent}
      min={100 * contentLikeness.min}
      max={100 * contentLikeness.max}
      unit="%"
      onChange={(value) => duplicates.setLikeness(value)}
    />
  )
}

function DuplicatesBody() {
  const { describeError } = useServices()
  const { duplicates } = useGallery()
  const { type, found, error, maxDistance, likenessPercent } = useStore(duplicates.store)
  if (error !== null) {
    const { title, text } = describeError(error)
    return (
      <EmptyState icon={<CircleAlert size={32} />} title={title} text={text}>
        <Button onClick={() => void duplicates.load()}>{messages.tryAgain}</Button>
      </EmptyState>
    )
  }
  if (found === null) {
    // By appearance it takes a moment only, in which a text would flicker.
    if (type === 'content') return <ListEmpty>{messages.comparingImages}</ListEmpty>
    return <div className="duplicates-list" role="status" aria-label={messages.findingDuplicates} />
  }
  if (type === 'content' && found.model === null)
    return <NoContentModel title={messages.noContentModel} text={messages.noContentModelText} />
  if (found.groups.length > 0) return <GroupList groups={found.groups} />
  const isLoosest =
    type === 'appearance' ? maxDistance === mostDifferent : likenessPercent === 100 * contentLikeness.min
  const noCloser = type === 'appearance' ? messages.noCloseMatches : messages.noCloseContent
  return (
    <EmptyState
      icon={<CopyCheck size={32} strokeWidth={1.5} />}
      title={messages.noDuplicates}
      text={isLoosest ? messages.noSimilarImages : noCloser}
    />
  )
}

/** Renders only the visible groups; all have the same height. */
function GroupList({ groups }: { readonly groups: readonly (readonly AssetId[])[] }) {
  const list = useRef<HTMLDivElement>(null)
  const range = useVisibleRange(list, groupPx, 'vertical')
  return (
    <div ref={list} className="duplicates-list">
      <ul style={{ height: groups.length * groupPx }}>
        {groups.slice(range.from, range.to).map((ids, at) => (
          <li key={ids[0]} style={{ top: (range.from + at) * groupPx }}>
            <DuplicateGroup ids={ids} number={range.from + at + 1} />
          </li>
        ))}
      </ul>
    </div>
  )
}
