import { TriangleAlert } from 'lucide-react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { fromErrorData } from '../../../../shared/errors/index.ts'
import { useAsset, useFoundModel, useDeveloperName, useServices } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { Button } from '../../../ui/button.tsx'
import { ModelDetailsButton } from '../../../ui/model-details-button.tsx'
import { isLocal, isUnderWay } from '../create-studio-store.ts'
import { cancelWords, refusalWords } from '../job-words.ts'
import { useStudio } from '../studio-context.ts'
import { useAttempts } from '../use-attempts.ts'
import { useCardJobs } from '../use-cards.ts'
import './card-details.css'
import { detailFacts } from './detail-facts.ts'

/** All that is known of one try: what it cost, what came otherwise than asked, and the words as the model had them. */
export function CardDetails({ job }: { readonly job: JobSnapshot }) {
  const asset = useAsset(job.resultId)
  const nameOf = useDeveloperName()
  const attempts = useAttempts(job)
  const { model, provider } = nameOf(job.provider, job.model)
  const { make, store } = useStudio()
  const found = useFoundModel(job.provider, job.model)
  const generation = asset?.recipe.generation
  const use = () => {
    store.setState({ detailsOf: null })
    make.editPromptOf({ ...job, prompt: generation?.revisedPrompt ?? job.prompt })
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
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {job.warnings.length > 0 && (
        <ul className="card-details-warnings" aria-label="Otherwise than asked">
          {job.warnings.map(({ code, message }) => (
            <li key={code}>
              <TriangleAlert size={13} aria-hidden="true" /> {message}
            </li>
          ))}
        </ul>
      )}
      {job.prompt !== null && job.prompt !== '' && <Words label="Prompt" text={job.prompt} />}
      {generation?.revisedPrompt && (
        <Words label="As the model rewrote it" text={generation.revisedPrompt} onUse={use} />
      )}
      {found !== null && <ModelDetailsButton found={found} look="text" className="card-details-model" />}
      <Again job={job} />
    </div>
  )
}

/** Why there is no picture. */
function Outcome({ job }: { readonly job: JobSnapshot }) {
  const { describeError } = useServices()
  const nameOf = useDeveloperName()
  if (job.state === 'cancelled') return <p className="card-details-note">{cancelWords(job)}</p>
  if (job.state === 'refused') {
    const { model, provider } = nameOf(job.provider, job.model)
    return (
      <p className="card-details-note selectable">
        {refusalWords(job, provider ?? model)}
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

interface WordsProps {
  readonly label: string
  readonly text: string
  readonly onUse?: () => void
}

function Words({ label, text, onUse }: WordsProps) {
  const { intents } = useServices()
  const copy = () => {
    if (copyText(text)) intents.send({ do: 'notify', notice: { level: 'done', text: 'Copied.' } })
  }
  return (
    <section className="card-details-words" aria-label={label}>
      <header>
        <h3>{label}</h3>
        {onUse !== undefined && (
          <Button size="small" look="quiet" onClick={onUse}>
            Use it
          </Button>
        )}
        <Button size="small" look="quiet" onClick={copy}>
          Copy
        </Button>
      </header>
      <p className="selectable">{text}</p>
    </section>
  )
}

/** Only by a person: nothing that may be billed is repeated by itself. Of a card for several images, all of them. */
function Again({ job }: { readonly job: JobSnapshot }) {
  const { actions, store } = useStudio()
  const { intents } = useServices()
  const jobs = useCardJobs(job)
  // A failed card has it itself.
  if (isLocal(job) || isUnderWay(job) || job.state === 'failed') return null
  const again = () => {
    store.setState({ detailsOf: null })
    actions.retry(jobs).catch((error: unknown) => intents.send({ do: 'report', error }))
  }
  return (
    <footer>
      <Button size="small" onClick={again}>
        {job.state === 'done' ? 'The same once more' : 'Retry'}
      </Button>
    </footer>
  )
}
