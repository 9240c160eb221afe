import { CircleAlert, Hand } from 'lucide-react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useFoundModel } from '../../client/index.ts'
import { ModelName } from '../../ui/model-name.tsx'
import { useCardFrame, type CardPosition } from './card-frame.ts'
import { DetailsButton } from './details/details-button.tsx'
import { MessageActions } from './message-actions.tsx'
import { useMessage } from './use-message.ts'

interface MessageCardProps extends CardPosition {
  /** The first of `jobs`. */
  readonly job: JobSnapshot
  /** All of the run that failed, or were refused, alike. */
  readonly jobs: readonly JobSnapshot[]
}

/** One for all images of a run that failed or were refused alike: the whole message, and what can be done about it. */
export function MessageCard({ job, jobs, ...place }: MessageCardProps) {
  const { count, title, text, model, facts } = useMessage(job, jobs)
  const found = useFoundModel(job.provider, job.model)
  const isRefused = job.state === 'refused'
  const Icon = isRefused ? Hand : CircleAlert
  const frame = useCardFrame(job, `${model}, ${count} ${job.state}`, place)
  return (
    <div {...frame}>
      <div className="card-message">
        <header>
          <Icon size={14} aria-hidden="true" />
          <strong>
            {count} · {job.state}
          </strong>
          <DetailsButton job={job} />
        </header>
        {/* It scrolls where the message is long, also by keyboard. A refusal is calm: nothing is broken. */}
        <div className="card-message-text selectable" role={isRefused ? 'status' : 'alert'} tabIndex={0}>
          <strong>{title}</strong>
          {text !== '' && <p>{text}</p>}
          {/* What is pressed in here is not a press on the card. */}
          <p className="card-message-facts" role="presentation" onClick={(event) => event.stopPropagation()}>
            <ModelName found={found} name={model} />
            {facts.map((fact) => ` · ${fact}`)}
          </p>
        </div>
        <div className="card-message-actions">
          <MessageActions job={job} jobs={jobs} />
        </div>
      </div>
    </div>
  )
}
