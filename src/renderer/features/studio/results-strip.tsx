import { ChevronDown, ChevronUp, Columns2, ImagePlus, Upload } from 'lucide-react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useActiveDocument, useAsset, useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { isUnderWay, toggleCompare } from './create-studio-store.ts'
import { isRefused } from './keep-way.ts'
import './results-strip.css'
import { MaskVerdictNote, StripLine } from './strip-line.tsx'
import { StripCards } from './strip/deferred-cards.ts'
import { isFailedOrRefused } from './strip/run-groups.ts'
import { useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './use-cards.ts'
import { useShownCard } from './use-overlays.ts'
import { useFamily, useKeepWay } from './use-family.ts'
import { useFolded } from './use-folded.ts'

/** Every try on this picture, or every picture made with none open, oldest first. */
export function ResultsStrip({ isFolded = false }: { readonly isFolded?: boolean }) {
  const { cards, selected } = useCards()
  useFamily(useActiveDocument()?.baseId ?? null)
  const shown = useShownCard()
  // What a card says itself is not said above it again.
  const told = shown !== null && isFailedOrRefused(shown) && !isFolded ? null : shown
  const isEmpty = cards.length === 0
  return (
    <section className="strip" aria-label="Results" data-part="results" data-folded={isFolded}>
      <header className="strip-header">
        {told === null ? <StripTitle isEmpty={isEmpty} /> : <StripLine job={told} />}
        {selected?.state === 'done' && <ResultActions job={selected} />}
        {!isEmpty && (selected === null || told === null || isUnderWay(selected)) && <StripHints />}
        {!isEmpty && <FoldButton />}
      </header>
      {shown !== null && <MaskVerdictNote job={shown} />}
      {!isFolded && <StripCards cards={cards} selectedId={selected?.id ?? null} />}
    </section>
  )
}

function StripTitle({ isEmpty }: { readonly isEmpty: boolean }) {
  return (
    <>
      <h2 className="strip-title">Results</h2>
      {isEmpty && <p className="strip-empty">Results appear here, side by side. Nothing is overwritten.</p>}
    </>
  )
}

function FoldButton() {
  const [isFolded, fold] = useFolded('results')
  return (
    <IconButton
      label={isFolded ? 'Expand results' : 'Collapse results'}
      size="small"
      tooltipSide="top"
      onClick={() => fold(!isFolded)}
    >
      {isFolded ? <ChevronUp size={15} aria-hidden="true" /> : <ChevronDown size={15} aria-hidden="true" />}
    </IconButton>
  )
}

function ResultActions({ job }: { readonly job: JobSnapshot }) {
  const { store, actions } = useStudio()
  const { intents } = useServices()
  const isComparing = useStudioState((state) => state.isComparing)
  const { resultId } = job
  // Its record and those of what it was made of decide.
  useFamily(resultId)
  const result = useAsset(resultId)
  const isOpened = useKeepWay(job) === 'open'
  if (isRefused(result)) return <RefusedActions job={job} />
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
          <span className="strip-label">Before/after</span> <Kbd command="results.compare" />
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
        Reject <Kbd command="results.reject" />
      </Button>
      <Button
        size="small"
        look="primary"
        icon={isOpened && <ImagePlus size={14} />}
        onClick={() => void actions.keep(job).catch(report)}
      >
        {isOpened ? 'Open' : 'Keep'} <Kbd command="results.keep" />
      </Button>
    </div>
  )
}

/** The answer is not in the picture: whether it is to be is for the artist to say. */
function RefusedActions({ job }: { readonly job: JobSnapshot }) {
  const { actions, edits } = useStudio()
  const { intents } = useServices()
  const report = (error: unknown) => intents.send({ do: 'report', error })
  return (
    <div className="strip-actions">
      <Button size="small" onClick={() => void actions.reject(job).catch(report)}>
        Reject <Kbd command="results.reject" />
      </Button>
      <Button size="small" onClick={() => void actions.keepApart(job).catch(report)}>
        Keep as an image of its own
      </Button>
      <Button size="small" look="primary" onClick={() => void edits.pasteAnyway(job)}>
        Paste anyway
      </Button>
    </div>
  )
}

function StripHints() {
  return (
    <p className="strip-hints" aria-hidden="true">
      <Kbd command="results.previous" /> <Kbd command="results.next" /> browse <Kbd command="results.keep" /> keep{' '}
      <Kbd command="results.reject" /> reject <Kbd command="held.original" /> original
    </p>
  )
}
