import { X } from 'lucide-react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useAsset, useMakerName, useServices } from '../../client/index.ts'
import { formatSeconds } from '../../lib/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { isUnderWay } from './create-studio-store.ts'
import { billedWords, factWords } from './job-words.ts'
import { useStudio } from './studio-context.ts'
import { useProgressWords } from './use-progress-words.ts'

interface CardTextProps {
  readonly job: JobSnapshot
  readonly isEarlier: boolean
}

/** Under a card: what made it and how long it took; what it cost, its seed, and what can be done about it. */
export function CardText({ job, isEarlier }: CardTextProps) {
  const nameOf = useMakerName()
  const { model, provider } = nameOf(job.provider, job.model)
  const hasFailed = job.state === 'failed' && job.operation !== 'fill'
  const hasOtherWay = job.state === 'refused' || hasFailed
  return (
    <div className="card-text">
      <strong title={provider === null ? model : `${provider} · ${model}`}>{model}</strong>
      <CardState job={job} />
      {hasOtherWay ? <OtherModel job={job} /> : <CardFacts job={job} isEarlier={isEarlier} />}
      {isUnderWay(job) && <CancelButton job={job} />}
      {(job.state === 'failed' || job.state === 'refused' || job.state === 'cancelled') && <PutAwayButton job={job} />}
    </div>
  )
}

/** The seed stands at the end of the line, unless something else has to. */
function CardFacts({ job, isEarlier }: CardTextProps) {
  const nameOf = useMakerName()
  const { provider } = nameOf(job.provider, job.model)
  const isLeftBehind = job.state === 'done' && job.verdict !== 'kept' && isEarlier
  const hasRoom = job.state === 'done' && !isLeftBehind && job.seed !== null
  return (
    <>
      <span>{factWords(hasRoom ? { ...job, seed: null } : job, provider)}</span>
      {hasRoom && <span>seed {job.seed}</span>}
      {isLeftBehind && (
        <span title="Made from the picture as it was before; keeping it goes back to that">earlier</span>
      )}
    </>
  )
}

function CardState({ job }: { readonly job: JobSnapshot }) {
  const { make } = useStudio()
  const progress = useProgressWords(job)
  const asset = useAsset(job.resultId)
  if (progress !== null) return <span>{job.operation === 'fill' && progress}</span>
  if (job.state === 'refused') {
    return <CardLink label="Edit the prompt" text="edit prompt" onClick={() => make.editPromptOf(job)} />
  }
  if (job.state === 'failed' && job.operation !== 'fill') return <span>{billedWords(job.isBilled)}</span>
  const ms = asset?.recipe.timingMs ?? job.timingMs
  return <span>{ms !== null && formatSeconds(ms)}</span>
}

function OtherModel({ job }: { readonly job: JobSnapshot }) {
  const { make } = useStudio()
  return <CardLink label="Try another model" text="try another model" onClick={() => make.tryAnotherModel(job)} />
}

function CancelButton({ job }: { readonly job: JobSnapshot }) {
  const { actions } = useStudio()
  const { intents } = useServices()
  const cancel = () => actions.cancel(job.id).catch((error: unknown) => intents.send({ do: 'report', error }))
  return <CardLink label="cancel" text="cancel" onClick={() => void cancel()} />
}

function PutAwayButton({ job }: { readonly job: JobSnapshot }) {
  const { actions } = useStudio()
  const { intents } = useServices()
  return (
    <IconButton
      label="Put this card away"
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

interface CardLinkProps {
  readonly label: string
  readonly text: string
  readonly onClick: () => void
}

function CardLink({ label, text, onClick }: CardLinkProps) {
  return (
    <button
      type="button"
      className="card-link"
      aria-label={label}
      onClick={(event) => {
        // The card under it would be selected.
        event.stopPropagation()
        onClick()
      }}
    >
      {text}
    </button>
  )
}
