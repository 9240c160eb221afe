import { LazyMessageActions } from '../deferred-parts.ts'
import { CircleAlert, Columns2, Hand } from 'lucide-react'
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type RefObject } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AssetId, JobId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/studio-results.ts'
import { useActiveDocument, useFoundModel, useServices } from '../../../client/index.ts'
import { scrollSideways } from '../../../lib/scroll-sideways.ts'
import { ModelName } from '../../../ui/model-name.tsx'
import { useCardFrame, type CardPosition } from '../results/card-frame.ts'
import { DetailsButton } from '../details/details-button.tsx'
import { workedOn, type FindAsset } from '../results/lineage.ts'
import { ResultCard } from '../results/result-card.tsx'
import { useMessage } from '../results/use-job-texts.ts'
import { isFailedOrRefused, resultsOf, runsOf, sourceOf } from './run-groups.ts'
import { costOfRun, formatMoment, formatRunCost, runName, titleOfRun } from './run-summary.ts'
import {
  cardWidth,
  drawnBetween,
  layOutStrip,
  messageCardPx,
  imageHeight,
  runGapPx,
  type DrawnRun,
  type PlacedRun,
  type StripLayout,
} from './strip-layout.ts'
import { useStripView } from './use-strip-view.ts'

/** Above the cards of a run: time, prompt, count and price. It stays in view while they scroll. */
const RunHead = memo(function RunHead({ jobs, moment, name }: RunHeadProps) {
  const { intents } = useServices()
  const results = resultsOf(jobs)
  return (
    <div className="run-head">
      <p aria-hidden="true" title={name}>
        <span>{moment}</span>
        <span className="run-head-words">{titleOfRun(jobs)}</span>
        {jobs.length > 1 && <span>× {jobs.length}</span>}
        <span>{formatRunCost(costOfRun(jobs))}</span>
      </p>
      {results.length > 1 && (
        <button
          type="button"
          className="run-head-compare"
          aria-label={messages.compareRunNamed({ run: name })}
          title={messages.compareRun}
          onClick={() => intents.send({ type: 'compare', ids: results })}
        >
          <Columns2 size={12} aria-hidden="true" /> {messages.compare}
        </button>
      )}
    </div>
  )
})

interface StripCardsProps {
  /** Oldest first. */
  readonly cards: readonly JobSnapshot[]
  readonly selectedId: JobId | null
}

/** Runs side by side. Only those in view are rendered; cards carry their position in the whole list. */
export function StripCards({ cards, selectedId }: StripCardsProps) {
  const list = useRef<HTMLDivElement>(null)
  const { layout, imageHeightPx } = useStripLayout(list, cards)
  const { fromPx, toPx, ...listeners } = useStripView(list, layout, selectedId)
  const style = { width: layout.widthPx, '--card-image': `${imageHeightPx}px` } as CSSProperties
  const sources = useSources(layout.runs)
  const baseId = useActiveDocument()?.baseId ?? null
  return (
    <div ref={list} className="strip-cards" dir="ltr" onWheel={scrollSideways} {...listeners}>
      <div className="strip-track" style={style}>
        {drawnBetween(layout, fromPx, toPx).map((drawn) => {
          const at = layout.runs.indexOf(drawn.run)
          const source = sources[at] ?? null
          const isEarlier = source !== null && source !== baseId
          const previous = sources[at - 1] ?? null
          return (
            <RunCards
              key={drawn.run.key}
              drawn={drawn}
              total={layout.cards}
              selectedId={selectedId}
              isEarlier={isEarlier}
              // New images have no source: no divider.
              isBaseChange={previous !== null && source !== null && source !== previous}
            />
          )
        })}
      </div>
    </div>
  )
}

/** The source images of the runs, without the layers that may have been composited for sending. */
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
  /** Made from an image that a kept result has replaced. */
  readonly isEarlier: boolean
  /** Whether a result was kept before this run. */
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
        <div className="strip-base-change" title={messages.keptHere} style={{ left: -Math.ceil(runGapPx / 2) }} />
      )}
      <RunHead jobs={jobs} moment={moment} name={name} />
      {/* A list, not a listbox: its items contain buttons. */}
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

interface RunHeadProps {
  readonly jobs: readonly JobSnapshot[]
  readonly moment: string
  /** The full name, for the tooltip. */
  readonly name: string
}

interface MessageCardProps extends CardPosition {
  /** The first of `jobs`. */
  readonly job: JobSnapshot
  /** All jobs of the run that failed or were refused for the same reason. */
  readonly jobs: readonly JobSnapshot[]
}

/** One card for all images of a run that failed or were refused for the same reason. */
function MessageCard({ job, jobs, ...place }: MessageCardProps) {
  const { count, title, text, model, facts } = useMessage(job, jobs)
  const stateTitle = (job.state === 'refused' ? messages.imagesRefused : messages.imagesFailed)({ count })
  const found = useFoundModel(job.provider, job.model)
  const isRefused = job.state === 'refused'
  const Icon = isRefused ? Hand : CircleAlert
  const frame = useCardFrame(job, `${model}, ${stateTitle}`, place)
  return (
    <div {...frame}>
      <div className="card-message">
        <header>
          <Icon size={14} aria-hidden="true" />
          <strong>{stateTitle}</strong>
          <DetailsButton job={job} />
        </header>
        {/* A long message scrolls, also by keyboard. A refusal is not an alert: nothing is broken. */}
        <div className="card-message-text selectable" role={isRefused ? 'status' : 'alert'} tabIndex={0}>
          <strong>{title}</strong>
          {text !== '' && <p>{text}</p>}
          {/* A click in here does not select the card. */}
          <p className="card-message-facts" role="presentation" onClick={(event) => event.stopPropagation()}>
            <ModelName found={found} name={model} />
            {facts.map((fact) => ` · ${fact}`)}
          </p>
        </div>
        <div className="card-message-actions">
          <LazyMessageActions job={job} jobs={jobs} />
        </div>
      </div>
    </div>
  )
}

interface CountedStrip {
  readonly layout: StripLayout
  readonly imageHeightPx: number
}

/** Positions of the cards, from the aspect ratios of their images and the height of the list. */
function useStripLayout(list: RefObject<HTMLElement | null>, cards: readonly JobSnapshot[]): CountedStrip {
  const { assets } = useServices()
  const imageHeightPx = useImageHeight(list)
  useEffect(
    () => assets.request([...new Set(cards.flatMap((job) => job.resultId ?? job.assetId ?? []))]),
    [assets, cards],
  )
  const ratios = useStore(
    assets.store,
    useShallow(({ records }) => cards.map((job) => ratioOf(job, (id) => records.get(id)))),
  )
  const layout = useMemo(() => {
    const byId = new Map(cards.map(({ id }, at) => [id, ratios[at] ?? null]))
    return layOutStrip(runsOf(cards), ({ job }) =>
      isFailedOrRefused(job) ? messageCardPx : cardWidth(byId.get(job.id) ?? null, imageHeightPx),
    )
  }, [cards, ratios, imageHeightPx])
  return { layout, imageHeightPx }
}

/** Aspect ratio of the image on its card: the result, or its source until there is one. */
function ratioOf(job: JobSnapshot, find: FindAsset): number | null {
  const { resultId, assetId, state } = job
  if (isFailedOrRefused(job) || state === 'cancelled') return null
  const asset = (resultId === null ? null : find(resultId)) ?? (assetId === null ? null : find(assetId))
  return asset ? asset.widthPx / asset.heightPx : null
}

function useImageHeight(list: RefObject<HTMLElement | null>): number {
  const [heightPx, setHeightPx] = useState(imageHeight(0))
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return undefined
    // Includes the scrollbar, which depends on the width of the cards.
    const measure = () => setHeightPx(imageHeight(element.offsetHeight))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [list])
  return heightPx
}
