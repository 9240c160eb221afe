import { useEffect, useRef, type CSSProperties } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AssetId, JobId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { useActiveDocument, useServices } from '../../../client/index.ts'
import { scrollSideways } from '../../../lib/scroll-sideways.ts'
import { workedOn } from '../lineage.ts'
import { MessageCard } from '../message-card.tsx'
import { ResultCard } from '../result-card.tsx'
import { RunHead } from './run-head.tsx'
import { isFailedOrRefused, sourceOf } from './run-groups.ts'
import { formatMoment, runName } from './run-words.ts'
import { drawnBetween, runGapPx, type DrawnRun, type PlacedRun } from './strip-layout.ts'
import { useStripLayout } from './use-strip-layout.ts'
import { useStripView } from './use-strip-view.ts'

interface StripCardsProps {
  /** Oldest first. */
  readonly cards: readonly JobSnapshot[]
  readonly selectedId: JobId | null
}

/** Run beside run. Only what is in view is there at all; a reader is told where in the whole list each card stands. */
export function StripCards({ cards, selectedId }: StripCardsProps) {
  const list = useRef<HTMLDivElement>(null)
  const { layout, pictureHeightPx } = useStripLayout(list, cards)
  const { fromPx, toPx, onScroll } = useStripView(list, layout, selectedId)
  const style = { width: layout.widthPx, '--card-picture': `${pictureHeightPx}px` } as CSSProperties
  const sources = useSources(layout.runs)
  const baseId = useActiveDocument()?.baseId ?? null
  return (
    <div ref={list} className="strip-cards" onWheel={scrollSideways} onScroll={onScroll}>
      <div className="strip-track" style={style}>
        {drawnBetween(layout, fromPx, toPx).map((drawn) => {
          const at = layout.runs.indexOf(drawn.run)
          const source = sources[at] ?? null
          const isEarlier = source !== null && source !== baseId
          const before = sources[at - 1] ?? null
          return (
            <RunCards
              key={drawn.run.key}
              drawn={drawn}
              total={layout.cards}
              selectedId={selectedId}
              isEarlier={isEarlier}
              // New images start from none: they part nothing.
              isBaseChange={before !== null && source !== null && source !== before}
            />
          )
        })}
      </div>
    </div>
  )
}

/** The pictures that were worked on, run by run, beneath the layers that may have been sent with them. */
function useSources(runs: readonly PlacedRun[]): readonly (AssetId | null)[] {
  const { assets } = useServices()
  useEffect(() => assets.request([...new Set(runs.flatMap((run) => sourceOf(run) ?? []))]), [assets, runs])
  return useStore(
    assets.store,
    useShallow(({ records }) => runs.map((run) => workedOn(sourceOf(run), (id) => records.get(id)))),
  )
}

interface RunCardsProps {
  readonly drawn: DrawnRun
  /** Cards in the whole strip. */
  readonly total: number
  readonly selectedId: JobId | null
  /** Made from a picture that has since been replaced by a kept result. */
  readonly isEarlier: boolean
  /** Between tries on one picture and those on the next, after a result was kept. */
  readonly isBaseChange: boolean
}

function RunCards({ drawn: { run, from, to }, total, selectedId, isEarlier, isBaseChange }: RunCardsProps) {
  const { clock } = useServices()
  const { jobs, leftPx, widthPx, first } = run
  const moment = formatMoment(jobs[0]?.createdAtMs ?? 0, clock.now())
  const name = runName(jobs, moment)
  return (
    <div className="strip-run" style={{ left: leftPx, width: widthPx }}>
      {isBaseChange && (
        <div
          className="strip-base-change"
          title="Here a result was kept and became the image"
          style={{ left: -Math.ceil(runGapPx / 2) }}
        />
      )}
      <RunHead jobs={jobs} moment={moment} name={name} />
      {/* A list, not a list box: its items hold buttons. */}
      <div role="list" aria-label={name}>
        {run.cards.slice(from, to).map(({ job, jobs: alike, leftPx: cardLeftPx, widthPx: cardWidthPx }, at) => {
          const place = {
            isSelected: alike.some(({ id }) => id === selectedId),
            leftPx: cardLeftPx,
            widthPx: cardWidthPx,
            place: first + from + at + 1,
            total,
          }
          return isFailedOrRefused(job) ? (
            <MessageCard key={job.id} job={job} jobs={alike} {...place} />
          ) : (
            <ResultCard key={job.id} job={job} isEarlier={isEarlier} {...place} />
          )
        })}
      </div>
    </div>
  )
}
