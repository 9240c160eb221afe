import { Check, TriangleAlert } from 'lucide-react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { useAsset, useMakerName, useServices } from '../../client/index.ts'
import { formatNumber, formatSeconds, formatSize } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { billedWords, cancelWords, factWords, refusalWords } from './job-words.ts'
import { useStudio } from './studio-context.ts'
import { useAttempts } from './use-attempts.ts'
import { useProgressWords } from './use-progress-words.ts'

/** Above the strip: the whole of what the chosen card has no room for. */
export function StripLine({ job }: { readonly job: JobSnapshot }) {
  switch (job.state) {
    case 'queued':
    case 'running':
      return <ProgressLine job={job} />
    case 'done':
      return <DoneLine job={job} />
    case 'refused':
      return <RefusedLine job={job} />
    case 'failed':
      return <FailedLine job={job} />
    case 'cancelled':
      return <p role="status">{cancelWords(job)}</p>
  }
}

function ProgressLine({ job }: { readonly job: JobSnapshot }) {
  const nameOf = useMakerName()
  const progress = useProgressWords(job)
  const attempts = useAttempts(job)
  if (job.operation === 'fill') return <p role="status">Filling …</p>
  return (
    <p role="status" className="strip-text">
      {attempts ?? nameOf(job.provider, job.model).model}: {progress}
    </p>
  )
}

function DoneLine({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const attempts = useAttempts(job)
  const inside = asset?.recipe.changedInside ?? null
  const outside = asset?.recipe.changedOutside ?? null
  if (inside !== null && outside !== null) return <MeasuredLine inside={inside} outside={outside} attempts={attempts} />
  return <FactsLine job={job} attempts={attempts} />
}

interface MeasuredLineProps {
  readonly inside: number
  readonly outside: number
  readonly attempts: string | null
}

/** Counted on the finished picture. Outside the mask nothing may change: if it did, this must be seen. */
function MeasuredLine({ inside, outside, attempts }: MeasuredLineProps) {
  const isClean = outside === 0
  return (
    <p role={isClean ? 'status' : 'alert'} className={isClean ? 'strip-measured' : 'strip-measured strip-alarm'}>
      {isClean ? <Check size={15} aria-hidden="true" /> : <TriangleAlert size={15} aria-hidden="true" />}
      <span>
        inside {formatNumber(inside)} px<span className="strip-roomy"> changed</span> · outside {formatNumber(outside)}
        {attempts !== null && <span className="strip-attempts"> · {attempts}</span>}
      </span>
      {!isClean && ' – pixels outside the mask were changed; please report this'}
    </p>
  )
}

/** Nothing was cut in, so nothing can be measured: what is known of the result instead. */
function FactsLine({ job, attempts }: { readonly job: JobSnapshot; readonly attempts: string | null }) {
  const nameOf = useMakerName()
  const asset = useAsset(job.resultId)
  const asked = asset?.recipe.generation?.requestedSize ?? null
  const isOther = asset && asked !== null && asked !== `${asset.widthPx}x${asset.heightPx}`
  const { model, provider } = nameOf(job.provider, job.model)
  const ms = asset?.recipe.timingMs ?? job.timingMs
  const facts = [model, factWords(job, provider), ...(ms === null ? [] : [formatSeconds(ms)])]
  return (
    <p role="status" className="strip-text">
      {attempts !== null && <span>{attempts} · </span>}
      {asset && formatSize(asset)}
      {isOther && <span className="strip-asked"> (asked {asked.replace('x', ' × ')})</span>}
      {asset && ' · '}
      {facts.join(' · ')}
    </p>
  )
}

function RefusedLine({ job }: { readonly job: JobSnapshot }) {
  const { make } = useStudio()
  const nameOf = useMakerName()
  const { model, provider } = nameOf(job.provider, job.model)
  return (
    <>
      <p role="status" className="strip-failed strip-refused" title={job.refusal?.words}>
        <strong>{refusalWords(job, provider ?? model)}.</strong> {job.refusal !== null && `“${job.refusal.words}” `}
        {billedWords(job.isBilled)}
      </p>
      <div className="strip-actions">
        <Button size="small" onClick={() => make.editPromptOf(job)}>
          Edit the prompt
        </Button>
        <Button size="small" onClick={() => make.tryAnotherModel(job)}>
          Try another model
        </Button>
      </div>
    </>
  )
}

function FailedLine({ job }: { readonly job: JobSnapshot }) {
  const { describeError } = useServices()
  const attempts = useAttempts(job)
  const { title, text } = describeError(job.error === null ? null : fromErrorData(job.error))
  // Most messages say it themselves.
  const isTold = job.operation === 'fill' || text.includes('billed')
  return (
    <p role="status" className="strip-failed" title={text}>
      <strong>{title}.</strong> {text}
      {!isTold && ` (${billedWords(job.isBilled)})`}
      {attempts !== null && ` ${attempts}.`}
    </p>
  )
}
