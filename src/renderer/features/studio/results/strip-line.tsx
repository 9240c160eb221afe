import { LazyMessageActions } from '../deferred-parts.ts'
import { Check, Flame, TriangleAlert } from 'lucide-react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { unmetSize } from '../../../../shared/domain/unmet-size.ts'
import * as messages from '../../../../shared/messages/en/studio.ts'
import { useAsset, useDeveloperName } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { formatNumber, formatSeconds, formatSize } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { selectJob, toggleHeat } from '../create-studio-store.ts'
import { formatCanceled, formatJobFacts, localActivity, stoppingText, maskWarning } from './job-messages.ts'
import { isRefused } from './keep-target.ts'
import { useCanvasState, useStudio, useStudioState } from '../studio-context.ts'
import { useAttempts, useMessage, useProgress } from './use-job-texts.ts'
import { useCardJobs } from './use-cards.ts'
import { canHaveHeat } from '../use-overlays.ts'

/** Above the strip: what the selected card has no room for. */
export function StripLine({ job }: { readonly job: JobSnapshot }) {
  switch (job.state) {
    case 'queued':
    case 'running':
      return <ProgressLine job={job} />
    case 'done':
      return <DoneLine job={job} />
    case 'refused':
    case 'failed':
      return <MessageLine job={job} />
    case 'cancelled':
      return <p role="status">{formatCanceled(job)}</p>
  }
}

function ProgressLine({ job }: { readonly job: JobSnapshot }) {
  const nameOf = useDeveloperName()
  const progress = useProgress(job)
  const attempts = useAttempts(job)
  const local = localActivity(job)
  if (local !== null) return <p role="status">{local}</p>
  if (job.phase === 'stopping') return <p role="status">{stoppingText}</p>
  return (
    <p role="status" className="strip-text">
      {messages.jobProgress({ model: attempts ?? nameOf(job.provider, job.model).model, progress: progress ?? '' })}
    </p>
  )
}

function DoneLine({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const attempts = useAttempts(job)
  if (isRefused(asset)) return <NotPastedLine />
  const measured = asset ? measuredOf(asset) : null
  if (measured === null) return <FactsLine job={job} attempts={attempts} />
  return <MeasuredLine job={job} measured={measured} attempts={attempts} />
}

interface Measured {
  readonly inside: number
  readonly outside: number
}

function measuredOf({ recipe: { changedInside, changedOutside } }: Asset): Measured | null {
  return changedInside === null || changedOutside === null ? null : { inside: changedInside, outside: changedOutside }
}

interface MeasuredLineProps {
  readonly job: JobSnapshot
  readonly measured: Measured
  readonly attempts: string | null
}

/** Measured on the finished image. A change outside the mask must be noticed. */
function MeasuredLine({ job, measured: { inside, outside }, attempts }: MeasuredLineProps) {
  const { store, canvas } = useStudio()
  const isClean = outside === 0
  const peek = (isHeatPeeked: boolean) => store.setState({ isHeatPeeked })
  return (
    <div className="strip-proof" onPointerEnter={() => peek(true)} onPointerLeave={() => peek(false)}>
      <p role={isClean ? 'status' : 'alert'} className={isClean ? 'strip-measured' : 'strip-measured strip-alarm'}>
        {isClean ? <Check size={15} aria-hidden="true" /> : <TriangleAlert size={15} aria-hidden="true" />}
        <span>
          <span className="strip-roomy">{messages.changed} </span>
          {messages.changedPixels({ inside: formatNumber(inside), outside: formatNumber(outside) })}
          {attempts !== null && <span className="strip-attempts"> · {attempts}</span>}
        </span>
        {!isClean && <span> – {messages.outsideChanged}</span>}
      </p>
      {canvas !== null && <HeatButton job={job} canvas={canvas} />}
    </div>
  )
}

/** Below the line: a warning if the model did not follow the mask. */
export function MaskVerdictNote({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const nameOf = useDeveloperName()
  const edit = asset?.recipe.edit
  // Blended again here, from what a model made.
  const name = job.provider === 'reblend' ? messages.theModel : nameOf(job.provider, job.model).model
  const message = maskWarning(edit?.maskVerdict, name)
  if (message === null || edit?.isRefused === true) return null
  return (
    <p role="status" className="strip-verdict">
      <TriangleAlert size={14} aria-hidden="true" /> {message}
    </p>
  )
}

/** Hovering over the line shows the differences; this keeps them on, also by keyboard. */
function HeatButton({ job, canvas }: { readonly job: JobSnapshot; readonly canvas: CanvasSession }) {
  const { store } = useStudio()
  const size = useCanvasState(canvas, (state) => state.size)
  const asset = useAsset(job.resultId)
  const isOn = useStudioState((state) => state.isHeatOn)
  if (!canHaveHeat(asset, size)) return null
  return (
    <IconButton
      label={messages.showDifferences}
      size="small"
      tooltipSide="top"
      isPressed={isOn}
      onFocus={() => store.setState({ isHeatPeeked: true })}
      onBlur={() => store.setState({ isHeatPeeked: false })}
      onClick={() => {
        selectJob(store, job.id)
        toggleHeat(store)
      }}
    >
      <Flame size={14} aria-hidden="true" />
    </IconButton>
  )
}

function NotPastedLine() {
  return (
    <p role="status" className="strip-message" data-state="refused">
      <strong>{messages.notPasted}</strong> {messages.notPastedHint}
    </p>
  )
}

/** Without a mask there is nothing to measure: the facts of the result instead. */
function FactsLine({ job, attempts }: { readonly job: JobSnapshot; readonly attempts: string | null }) {
  const nameOf = useDeveloperName()
  const asset = useAsset(job.resultId)
  const unmet = asset ? unmetSize(asset) : null
  const { model, provider } = nameOf(job.provider, job.model)
  const ms = asset?.recipe.timingMs ?? job.timingMs
  const facts = [model, formatJobFacts(job, provider), ...(ms === null ? [] : [formatSeconds(ms)])].join(' · ')
  return (
    <p role="status" className="strip-text" title={facts}>
      {attempts !== null && <span>{attempts} · </span>}
      {asset && formatSize(asset)}
      {unmet !== null && <span className="strip-asked"> {messages.requestedSize({ size: unmet })}</span>}
      {asset && ' · '}
      {facts}
    </p>
  )
}

/** Only if the strip is collapsed: otherwise the card shows it. */
function MessageLine({ job }: { readonly job: JobSnapshot }) {
  const jobs = useCardJobs(job)
  const { count, title, text, facts } = useMessage(job, jobs)
  const line = `${text} ${facts.join(' · ')}`
  return (
    <>
      <p role="status" className="strip-message" data-state={job.state} title={line}>
        <strong>
          {(job.state === 'refused' ? messages.imagesRefusedFor : messages.imagesFailedFor)({ count, title })}
        </strong>{' '}
        {line}
      </p>
      <div className="strip-actions">
        <LazyMessageActions job={job} jobs={jobs} isShort />
      </div>
    </>
  )
}
