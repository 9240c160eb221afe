import { ChevronDown, ChevronUp, Columns2, ImagePlus, Upload } from 'lucide-react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/studio.ts'
import { useActiveDocument, useAsset, useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { deferred } from '../../../ui/deferred.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { isUnderWay, toggleCompare } from '../create-studio-store.ts'
import { isRefused } from './keep-target.ts'
import './results-strip.css'
import { MaskVerdictNote, StripLine } from './strip-line.tsx'
import { isFailedOrRefused } from '../strip/run-groups.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { useCards } from './use-cards.ts'
import { useShownCard } from '../use-overlays.ts'
import { useFamily, useKeepWay } from './use-family.ts'
import { useFolded } from '../use-folded.ts'

/** Startup shows the image first, and its results a moment later. */
const stripCards = deferred(() => import('../strip/strip-cards.tsx').then((part) => part.StripCards))
export const loadStripCards = stripCards.load

/** All results of the document, or all made without one, oldest first. */
export function ResultsStrip({ isFolded = false }: { readonly isFolded?: boolean }) {
  const { cards, selected } = useCards()
  useFamily(useActiveDocument()?.baseId ?? null)
  const shown = useShownCard()
  // A message card shows its own text.
  const summary = shown !== null && isFailedOrRefused(shown) && !isFolded ? null : shown
  const isEmpty = cards.length === 0
  return (
    <section className="strip" aria-label={messages.results} data-part="results" data-folded={isFolded}>
      <header className="strip-header">
        {summary === null ? <StripTitle isEmpty={isEmpty} /> : <StripLine job={summary} />}
        {selected?.state === 'done' && <ResultActions job={selected} />}
        {!isEmpty && (selected === null || summary === null || isUnderWay(selected)) && <StripHints cards={cards} />}
        {!isEmpty && <FoldButton />}
      </header>
      {shown !== null && <MaskVerdictNote job={shown} />}
      {!isFolded && <stripCards.Part cards={cards} selectedId={selected?.id ?? null} />}
    </section>
  )
}

function StripTitle({ isEmpty }: { readonly isEmpty: boolean }) {
  return (
    <>
      <h2 className="strip-title">{messages.results}</h2>
      {isEmpty && <p className="strip-empty">{messages.resultsHint}</p>}
    </>
  )
}

function FoldButton() {
  const [isFolded, fold] = useFolded('results')
  return (
    <IconButton
      label={isFolded ? messages.expandResults : messages.collapseResults}
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
  // The records of the result and its sources decide which actions there are.
  useFamily(resultId)
  const result = useAsset(resultId)
  const isOpened = useKeepWay(job) === 'open'
  if (isRefused(result)) return <RefusedActions job={job} />
  const report = (error: unknown) => intents.send({ type: 'report', error })
  return (
    <div className="strip-actions">
      {!isOpened && (
        <Button
          size="small"
          variant="quiet"
          aria-pressed={isComparing}
          icon={<Columns2 size={14} />}
          onClick={() => toggleCompare(store)}
        >
          <span className="strip-label">{messages.beforeAfter}</span> <Kbd command="results.compare" />
        </Button>
      )}
      {resultId !== null && (
        <Button
          size="small"
          variant="quiet"
          icon={<Upload size={14} />}
          onClick={() => intents.send({ type: 'export', ids: [resultId] })}
        >
          <span className="strip-label">{messages.exportLabel}</span>
        </Button>
      )}
      <Button size="small" onClick={() => void actions.reject(job).catch(report)}>
        {messages.reject} <Kbd command="results.reject" />
      </Button>
      <Button
        size="small"
        variant="primary"
        icon={isOpened && <ImagePlus size={14} />}
        onClick={() => void actions.keep(job).catch(report)}
      >
        {isOpened ? messages.open : messages.keep} <Kbd command="results.keep" />
      </Button>
    </div>
  )
}

/** The result was not pasted: the user decides. */
function RefusedActions({ job }: { readonly job: JobSnapshot }) {
  const { actions, edits } = useStudio()
  const { intents } = useServices()
  const report = (error: unknown) => intents.send({ type: 'report', error })
  return (
    <div className="strip-actions">
      <Button size="small" onClick={() => void actions.reject(job).catch(report)}>
        {messages.reject} <Kbd command="results.reject" />
      </Button>
      <Button size="small" onClick={() => void actions.keepApart(job).catch(report)}>
        {messages.openAsNewDocument}
      </Button>
      <Button size="small" variant="primary" onClick={() => void edits.pasteAnyway(job)}>
        {messages.pasteAnyway}
      </Button>
    </div>
  )
}

/** The keys that do something now: nothing can be kept while the first images are made. */
function StripHints({ cards }: { readonly cards: readonly JobSnapshot[] }) {
  if (!cards.some(({ state }) => state === 'done')) return null
  return (
    <p className="strip-hints" aria-hidden="true">
      <Kbd command="results.previous" /> <Kbd command="results.next" /> {messages.browse} <Kbd command="results.keep" />{' '}
      {messages.keep} <Kbd command="results.reject" /> {messages.reject} <Kbd command="held.original" />{' '}
      {messages.original}
    </p>
  )
}
