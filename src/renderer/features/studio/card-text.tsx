import { X } from 'lucide-react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useAsset, useDeveloperName, useServices } from '../../client/index.ts'
import { formatSeconds } from '../../lib/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { isLocal, isUnderWay } from './create-studio-store.ts'
import { jobCostWords } from './job-words.ts'
import { useStudio } from './studio-context.ts'
import { useProgressWords } from './use-progress-words.ts'

interface CardTextProps {
  readonly job: JobSnapshot
  readonly isEarlier: boolean
}

/** Under a card: what made it and how long it took, what it cost, its seed, and what can be done about it. */
export function CardText({ job, isEarlier }: CardTextProps) {
  const nameOf = useDeveloperName()
  const { model, provider } = nameOf(job.provider, job.model)
  return (
    <div className="card-text">
      <p>
        <strong title={model}>{model}</strong>
        <CardTime job={job} />
      </p>
      {provider !== null && (
        <p>
          <span title={provider}>{provider}</span>
          {job.state !== 'cancelled' && <span>{jobCostWords(job)}</span>}
        </p>
      )}
      <p>
        <span>{job.seed !== null && `seed ${job.seed}`}</span>
        <CardEnd job={job} isEarlier={isEarlier} />
      </p>
    </div>
  )
}

function CardTime({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const progress = useProgressWords(job)
  // Otherwise it stands on the picture, where there is room for all of it.
  if (progress !== null) return isLocal(job) && job.state === 'running' && <span>{progress}</span>
  const ms = asset?.recipe.timingMs ?? job.timingMs
  return job.state === 'done' && ms !== null && <span>{formatSeconds(ms)}</span>
}

function CardEnd({ job, isEarlier }: CardTextProps) {
  if (job.phase === 'stopping') return null
  if (isUnderWay(job)) return <CancelButton job={job} />
  if (job.state !== 'done') return <DismissButton job={job} />
  if (job.verdict !== 'kept' && isEarlier) {
    return <span title="Made from the image as it was before; keeping it goes back to that">earlier</span>
  }
  return isLocal(job) && <span>{jobCostWords(job)}</span>
}

function CancelButton({ job }: { readonly job: JobSnapshot }) {
  const { actions } = useStudio()
  const { intents } = useServices()
  return (
    <button
      type="button"
      className="card-link"
      onClick={(event) => {
        // The card under it would be selected.
        event.stopPropagation()
        actions.cancel(job.id).catch((error: unknown) => intents.send({ do: 'report', error }))
      }}
    >
      cancel
    </button>
  )
}

function DismissButton({ job }: { readonly job: JobSnapshot }) {
  const { actions } = useStudio()
  const { intents } = useServices()
  return (
    <IconButton
      label="Dismiss"
      size="small"
      onClick={(event) => {
        event.stopPropagation()
        actions.reject(job).catch((error: unknown) => intents.send({ do: 'report', error }))
      }}
    >
      <X size={13} aria-hidden="true" />
    </IconButton>
  )
}
