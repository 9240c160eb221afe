import { Check, Columns2, TriangleAlert, Upload } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { useAsset, useServices } from '../../client/index.ts'
import { formatNumber } from '../../lib/format.ts'
import { scrollSideways } from '../../lib/scroll-sideways.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { isUnderWay, selectJob, toggleCompare } from './create-studio-store.ts'
import { ResultCard } from './result-card.tsx'
import './results-strip.css'
import type { StudioCanvas } from './studio-canvas.ts'
import { useCanvasState, useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './use-cards.ts'

/** Every try on this picture, oldest first. */
export function ResultsStrip() {
  const { canvas } = useStudio()
  return canvas && <OpenStrip canvas={canvas} />
}

function OpenStrip({ canvas }: { readonly canvas: StudioCanvas }) {
  const { store } = useStudio()
  const { cards, selected } = useCards()
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const list = useRef<HTMLDivElement>(null)
  const newest = cards.at(-1)?.id
  useEffect(() => {
    if (newest !== undefined) list.current?.scrollTo({ left: list.current.scrollWidth })
  }, [newest])
  const measured = selected ?? cards.findLast((card) => card.state === 'done') ?? null
  return (
    <section className="strip" aria-label="Results">
      <header className="strip-header">
        {measured === null ? <p>Results</p> : <MeasuredLine job={measured} />}
        {selected?.state === 'done' && <ResultActions job={selected} />}
        {cards.length > 0 && (selected === null || isUnderWay(selected)) && <StripHints />}
      </header>
      {cards.length === 0 ? (
        <p className="strip-empty">Each try appears here, next to the ones before. Nothing is overwritten.</p>
      ) : (
        <div
          ref={list}
          className="strip-cards"
          role="listbox"
          aria-label="Results"
          aria-orientation="horizontal"
          onWheel={scrollSideways}
        >
          {cards.map((job, index) => (
            <Fragment key={job.id}>
              {index > 0 && job.assetId !== cards[index - 1]?.assetId && <BaseChange />}
              <ResultCard
                job={job}
                isEarlier={job.assetId !== baseId}
                isSelected={job.id === selected?.id}
                onSelect={() => selectJob(store, job.id === selected?.id ? null : job.id)}
              />
            </Fragment>
          ))}
        </div>
      )}
    </section>
  )
}

/** Between tries on one picture and those on the next, after a result was kept. */
function BaseChange() {
  return <div className="strip-base-change" role="presentation" title="Here a result was kept and became the picture" />
}

/** Counted on the finished picture. Outside the mask nothing may change: if it did, this must be seen. */
function MeasuredLine({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const inside = asset?.recipe.changedInside ?? null
  const outside = asset?.recipe.changedOutside ?? null
  if (job.state === 'failed') return <FailedLine job={job} />
  if (inside === null || outside === null) return <p role="status">Filling …</p>
  const isClean = outside === 0
  return (
    <p role={isClean ? 'status' : 'alert'} className={isClean ? 'strip-measured' : 'strip-measured strip-alarm'}>
      {isClean ? <Check size={15} aria-hidden="true" /> : <TriangleAlert size={15} aria-hidden="true" />}
      <span>
        inside {formatNumber(inside)} px<span className="strip-roomy"> changed</span> · outside {formatNumber(outside)}
      </span>
      {!isClean && ' – pixels outside the mask were changed; please report this'}
    </p>
  )
}

/** The whole of what the card has no room for. */
function FailedLine({ job }: { readonly job: JobSnapshot }) {
  const { describeError } = useServices()
  const { title, text } = describeError(job.error === null ? null : fromErrorData(job.error))
  return (
    <p role="status" className="strip-failed" title={text}>
      <strong>{title}.</strong> {text}
    </p>
  )
}

function ResultActions({ job }: { readonly job: JobSnapshot }) {
  const { store, actions } = useStudio()
  const { intents } = useServices()
  const isComparing = useStudioState((state) => state.isComparing)
  const { resultId } = job
  const report = (error: unknown) => intents.send({ do: 'report', error })
  return (
    <div className="strip-actions">
      <Button
        size="small"
        look="quiet"
        aria-pressed={isComparing}
        icon={<Columns2 size={14} />}
        onClick={() => toggleCompare(store)}
      >
        <span className="strip-label">Before/after</span> <Kbd binding="C" />
      </Button>
      {resultId !== null && (
        <Button
          size="small"
          look="quiet"
          icon={<Upload size={14} />}
          onClick={() => intents.send({ do: 'export', ids: [resultId] })}
        >
          <span className="strip-label">Export</span>
        </Button>
      )}
      <Button size="small" onClick={() => void actions.reject(job).catch(report)}>
        Reject <Kbd binding="Backspace" />
      </Button>
      <Button size="small" look="primary" onClick={() => actions.keep(job)}>
        Keep <Kbd binding="Enter" />
      </Button>
    </div>
  )
}

function StripHints() {
  return (
    <p className="strip-hints" aria-hidden="true">
      <Kbd binding="ArrowLeft" /> <Kbd binding="ArrowRight" /> walk <Kbd binding="Enter" /> keep{' '}
      <Kbd binding="Backspace" /> reject <Kbd binding="\" /> before
    </p>
  )
}
