import { TriangleAlert } from 'lucide-react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { fromErrorData } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/studio-parts.ts'
import { useAsset, useFoundModel, useDeveloperName, useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { keepUnits } from '../../../lib/keep-units.ts'
import { Button } from '../../../ui/button.tsx'
import { ModelDetailsButton } from '../../../ui/model-details-button.tsx'
import { isLocal, isUnderWay } from '../create-studio-store.ts'
import { formatCanceled, formatRefusal } from '../results/job-messages.ts'
import { useStudio } from '../studio-context.ts'
import { useAttempts } from '../results/use-job-texts.ts'
import { useCardJobs } from '../results/use-cards.ts'
import './card-details.css'
import { detailFacts } from './detail-facts.ts'

/** Price, warnings and prompts of a job. */
export function CardDetails({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const nameOf = useDeveloperName()
  const attempts = useAttempts(job)
  const { model, provider } = nameOf(job.provider, job.model)
  const { form, store } = useStudio()
  const found = useFoundModel(job.provider, job.model)
  const generation = asset?.recipe.generation
  const use = () => {
    store.setState({ detailsOf: null })
    form.editPromptOf({ ...job, prompt: generation?.revisedPrompt ?? job.prompt })
  }
  return (
    <div className="card-details">
      <h2>
        {model}
        {provider !== null && <span> · {provider}</span>}
      </h2>
      <Outcome job={job} />
      {attempts !== null && <p className="card-details-note">{attempts}</p>}
      <dl>
        {detailFacts(job, asset ?? null).map(({ name, value, whole, isNotable = false }) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd className="selectable" title={whole} data-notable={isNotable}>
              {keepUnits(value)}
            </dd>
          </div>
        ))}
      </dl>
      {job.warnings.length > 0 && (
        <ul className="card-details-warnings" aria-label={messages.warnings}>
          {job.warnings.map(({ message }) => (
            <li key={message}>
              <TriangleAlert size={13} aria-hidden="true" /> {message}
            </li>
          ))}
        </ul>
      )}
      {job.prompt !== null && job.prompt !== '' && <PromptText label={messages.prompt} text={job.prompt} />}
      {generation?.sentPrompt && generation.sentPrompt !== job.prompt && (
        <PromptText label={messages.sentPrompt} text={generation.sentPrompt} />
      )}
      {generation?.revisedPrompt && (
        <PromptText label={messages.rewrittenPrompt} text={generation.revisedPrompt} onUse={use} />
      )}
      {found !== null && <ModelDetailsButton found={found} variant="text" className="card-details-model" />}
      <Again job={job} />
    </div>
  )
}

/** Why there is no image. */
function Outcome({ job }: { readonly job: JobSnapshot }) {
  const { describeError } = useServices()
  const nameOf = useDeveloperName()
  if (job.state === 'cancelled') return <p className="card-details-note">{formatCanceled(job)}</p>
  if (job.state === 'refused') {
    const { model, provider } = nameOf(job.provider, job.model)
    return (
      <p className="card-details-note selectable">
        {formatRefusal(job, provider ?? model)}
        {job.refusal !== null && `: “${job.refusal.words}”`}
      </p>
    )
  }
  if (job.state !== 'failed' || job.error === null) return null
  const { title, text } = describeError(fromErrorData(job.error))
  return (
    <p className="card-details-note selectable">
      <strong>{title}.</strong> {text}
    </p>
  )
}

interface PromptTextProps {
  readonly label: string
  readonly text: string
  readonly onUse?: () => void
}

function PromptText({ label, text, onUse }: PromptTextProps) {
  const { intents } = useServices()
  const copy = () => {
    if (copyText(text)) intents.send({ type: 'notify', notice: { level: 'done', text: messages.copied } })
  }
  return (
    <section className="card-details-words" aria-label={label}>
      <header>
        <h3>{label}</h3>
        {onUse !== undefined && (
          <Button size="small" variant="quiet" onClick={onUse}>
            {messages.takePrompt}
          </Button>
        )}
        <Button size="small" variant="quiet" onClick={copy}>
          {messages.copy}
        </Button>
      </header>
      <p className="selectable">{text}</p>
    </section>
  )
}

/** Never automatic, because it may be billed. Repeats all jobs of a card. */
function Again({ job }: { readonly job: JobSnapshot }) {
  const { actions, store } = useStudio()
  const { intents } = useServices()
  const jobs = useCardJobs(job)
  // A failed card has its own button.
  if (isLocal(job) || isUnderWay(job) || job.state === 'failed') return null
  const again = () => {
    store.setState({ detailsOf: null })
    actions.retry(jobs).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  return (
    <footer>
      <Button size="small" onClick={again}>
        {job.state === 'done' ? messages.generateAgain : messages.retry}
      </Button>
    </footer>
  )
}
