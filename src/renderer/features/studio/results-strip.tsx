import { Columns2, ImagePlus, Upload } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useActiveDocument, useAsset, useServices } from '../../client/index.ts'
import { scrollSideways } from '../../lib/scroll-sideways.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { isUnderWay, toggleCompare } from './create-studio-store.ts'
import { ResultCard } from './result-card.tsx'
import './results-strip.css'
import { StripLine } from './strip-line.tsx'
import { useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './use-cards.ts'

/** Every try on this picture, or every picture made with none open, oldest first. */
export function ResultsStrip() {
  const { canvas } = useStudio()
  const { cards, selected } = useCards()
  const baseId = useActiveDocument()?.baseId ?? null
  const list = useRef<HTMLDivElement>(null)
  const newest = cards.at(-1)?.id
  useEffect(() => {
    if (newest !== undefined) list.current?.scrollTo({ left: list.current.scrollWidth })
  }, [newest])
  if (canvas === null && cards.length === 0) return null
  const shown = selected ?? cards.findLast((card) => card.state === 'done') ?? null
  return (
    <section className="strip" aria-label="Results">
      <header className="strip-header">
        {shown === null ? <p>Results</p> : <StripLine job={shown} />}
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
              {isBaseChange(cards[index - 1], job) && <BaseChange />}
              <ResultCard
                job={job}
                isEarlier={job.assetId !== null && job.assetId !== baseId}
                isSelected={job.id === selected?.id}
              />
            </Fragment>
          ))}
        </div>
      )}
    </section>
  )
}

/** New pictures start from none: they part nothing. */
function isBaseChange(before: JobSnapshot | undefined, job: JobSnapshot): boolean {
  const from = before?.assetId ?? null
  return from !== null && job.assetId !== null && from !== job.assetId
}

/** Between tries on one picture and those on the next, after a result was kept. */
function BaseChange() {
  return <div className="strip-base-change" role="presentation" title="Here a result was kept and became the picture" />
}

function ResultActions({ job }: { readonly job: JobSnapshot }) {
  const { store, actions } = useStudio()
  const { intents } = useServices()
  const isComparing = useStudioState((state) => state.isComparing)
  const { resultId } = job
  // The record of the result decides: it is loaded by its card.
  useAsset(resultId)
  const isOpened = actions.keepWay(job) === 'open'
  const report = (error: unknown) => intents.send({ do: 'report', error })
  return (
    <div className="strip-actions">
      {!isOpened && (
        <Button
          size="small"
          look="quiet"
          aria-pressed={isComparing}
          icon={<Columns2 size={14} />}
          onClick={() => toggleCompare(store)}
        >
          <span className="strip-label">Before/after</span> <Kbd binding="C" />
        </Button>
      )}
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
      <Button
        size="small"
        look="primary"
        icon={isOpened && <ImagePlus size={14} />}
        onClick={() => void actions.keep(job).catch(report)}
      >
        {isOpened ? 'Open' : 'Keep'} <Kbd binding="Enter" />
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
