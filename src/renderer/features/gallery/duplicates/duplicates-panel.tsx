import { CircleAlert, CopyCheck, X } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SliderField } from '../../../ui/slider-field.tsx'
import { useGallery } from '../gallery-context.ts'
import { DuplicateGroup } from './duplicate-group.tsx'
import './duplicates.css'

/** Height of a group with its gap, CSS pixels; also in `duplicates.css`. */
const groupPx = 292
const mostDifferent = 16

/** Pictures that are the same as far as the eye goes, side by side, to keep one of each. */
export function DuplicatesPanel() {
  const { duplicates } = useGallery()
  const { maxDistance, found } = useStore(duplicates.store)
  return (
    <section className="duplicates" aria-label={messages.duplicates} data-part="over">
      <header className="duplicates-bar">
        <h2>{messages.duplicates}</h2>
        {found && (
          <p role="status">
            {messages.groupCount({ count: found.groups.length })}
            {found.pending > 0 && ` · ${messages.imagesNotAnalyzedYet({ count: found.pending })}`}
          </p>
        )}
        <div className="duplicates-distance">
          <SliderField
            label={messages.threshold}
            name={messages.similarityThreshold}
            hint={messages.thresholdHint}
            value={maxDistance}
            min={0}
            max={mostDifferent}
            onChange={(value) => duplicates.setDistance(value)}
          />
        </div>
        <IconButton label={messages.closeDuplicates} command="duplicates.close" onClick={() => duplicates.close()}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <DuplicatesBody />
    </section>
  )
}

function DuplicatesBody() {
  const { describeError } = useServices()
  const { duplicates } = useGallery()
  const { found, error, maxDistance } = useStore(duplicates.store)
  if (error !== null) {
    const { title, text } = describeError(error)
    return (
      <EmptyState icon={<CircleAlert size={32} />} title={title} text={text}>
        <Button onClick={() => void duplicates.load()}>{messages.tryAgain}</Button>
      </EmptyState>
    )
  }
  if (found === null) return <div className="duplicates-list" role="status" aria-label={messages.findingDuplicates} />
  if (found.groups.length > 0) return <GroupList groups={found.groups} />
  return (
    <EmptyState
      icon={<CopyCheck size={32} strokeWidth={1.5} />}
      title={messages.noDuplicates}
      text={maxDistance < mostDifferent ? messages.noCloseMatches : messages.noSimilarImages}
    />
  )
}

/** Only the groups in sight exist; all are of one height. */
function GroupList({ groups }: { readonly groups: readonly (readonly AssetId[])[] }) {
  const list = useRef<HTMLDivElement>(null)
  const [range, setRange] = useState({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return undefined
    const measure = () => {
      const from = Math.max(0, Math.floor(element.scrollTop / groupPx) - 1)
      const to = Math.ceil((element.scrollTop + element.clientHeight) / groupPx) + 1
      setRange((now) => (now.from === from && now.to === to ? now : { from, to }))
    }
    measure()
    element.addEventListener('scroll', measure, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', measure)
      observer.disconnect()
    }
  }, [])
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
