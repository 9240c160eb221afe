import { X } from 'lucide-react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/studio-results.ts'
import { useAsset, useDeveloperName, useServices } from '../../../client/index.ts'
import { formatSeconds } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { isLocal, isUnderWay } from '../create-studio-store.ts'
import { formatJobCost } from './job-messages.ts'
import { useStudio } from '../studio-context.ts'
import { useProgress } from './use-job-texts.ts'

interface CardTextProps {
  readonly job: JobSnapshot
  readonly isEarlier: boolean
}

/** Below a card: model, time, price, seed and an action. */
export function CardText({ job, isEarlier }: CardTextProps) {
  const nameOf = useDeveloperName()
  const { model, provider } = nameOf(job.provider, job.model)
  return (
    <div className="card-text">
      <div>
        <strong title={model}>{model}</strong>
        <CardTime job={job} />
      </div>
      {provider !== null && (
        <div>
          <span title={provider}>{provider}</span>
          {job.state !== 'cancelled' && <span>{formatJobCost(job)}</span>}
        </div>
      )}
      <div>
        <span>{job.seed !== null && messages.seedFact({ seed: job.seed })}</span>
        <CardEnd job={job} isEarlier={isEarlier} />
      </div>
    </div>
  )
}

function CardTime({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const progress = useProgress(job)
  // Otherwise it is shown on the image, where there is more room.
  if (progress !== null) return isLocal(job) && job.state === 'running' && <span>{progress}</span>
  const ms = asset?.recipe.timingMs ?? job.timingMs
  return job.state === 'done' && ms !== null && <span>{formatSeconds(ms)}</span>
}

function CardEnd({ job, isEarlier }: CardTextProps) {
  if (job.phase === 'stopping') return null
  if (isUnderWay(job)) return <CancelButton job={job} />
  if (job.state !== 'done') return <DismissButton job={job} />
  if (job.verdict !== 'kept' && isEarlier) {
    return <span title={messages.earlierHint}>{messages.earlier}</span>
  }
  return isLocal(job) && <span>{formatJobCost(job)}</span>
}

function CancelButton({ job }: { readonly job: JobSnapshot }) {
  const { actions } = useStudio()
  const { intents } = useServices()
  return (
    <button
      type="button"
      className="card-link"
      onClick={(event) => {
        // Keeps the card from being selected.
        event.stopPropagation()
        actions.cancel(job.id).catch((error: unknown) => intents.send({ type: 'report', error }))
      }}
    >
      {messages.cancel}
    </button>
  )
}

function DismissButton({ job }: { readonly job: JobSnapshot }) {
  const { actions } = useStudio()
  const { intents } = useServices()
  return (
    <IconButton
      label={messages.dismiss}
      size="small"
      onClick={(event) => {
        event.stopPropagation()
        actions.reject(job).catch((error: unknown) => intents.send({ type: 'report', error }))
      }}
    >
      <X size={13} aria-hidden="true" />
    </IconButton>
  )
}
