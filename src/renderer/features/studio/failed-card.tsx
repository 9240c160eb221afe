import { CircleAlert } from 'lucide-react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { useMakerName, useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { useCardFrame, type CardPosition } from './card-frame.ts'
import { isLocal } from './create-studio-store.ts'
import { DetailsButton } from './details/details-button.tsx'
import { FailedActions } from './failed-actions.tsx'
import { billedWords } from './job-words.ts'
import { useAttempts } from './use-attempts.ts'

interface FailedCardProps extends CardPosition {
  /** The first of `jobs`. */
  readonly job: JobSnapshot
  /** All of the run that failed alike. */
  readonly jobs: readonly JobSnapshot[]
}

/** One for all images of a run that failed alike: the whole error, and what can be done about it. */
export function FailedCard({ job, jobs, ...place }: FailedCardProps) {
  const { describeError } = useServices()
  const { title, text } = describeError(job.error === null ? null : fromErrorData(job.error))
  const facts = useFailureFacts(job, jobs, text)
  const count = formatCount(jobs.length, 'image')
  const frame = useCardFrame(job, `${facts[0] ?? ''}, ${count} failed`, place)
  return (
    <div {...frame}>
      <div className="card-failed">
        <header>
          <CircleAlert size={14} aria-hidden="true" />
          <strong>{count} · failed</strong>
          <DetailsButton job={job} />
        </header>
        {/* It scrolls where the error is long, also by keyboard. */}
        <div className="card-failed-text selectable" role="alert" tabIndex={0}>
          <strong>{title}</strong>
          <p>{text}</p>
          <p className="card-failed-facts">{facts.join(' · ')}</p>
        </div>
        <div className="card-failed-actions">
          <FailedActions job={job} jobs={jobs} />
        </div>
      </div>
    </div>
  )
}

/** Who failed, first; whether it was billed, unless the error says so; who was tried before. */
function useFailureFacts(job: JobSnapshot, jobs: readonly JobSnapshot[], error: string): readonly string[] {
  const nameOf = useMakerName()
  const attempts = useAttempts(job)
  const { model, provider } = nameOf(job.provider, job.model)
  const isOneModel = jobs.every((each) => each.model === job.model)
  const isBillingTold = isLocal(job) || error.includes('billed')
  return [
    isOneModel ? model : (provider ?? model),
    ...(isBillingTold ? [] : [billedWords(job.isBilled)]),
    ...(attempts === null ? [] : [attempts]),
  ]
}
