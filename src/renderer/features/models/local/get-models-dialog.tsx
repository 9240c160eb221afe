import { useEffect, useState, type FormEvent } from 'react'
import type {
  DownloadPlanView,
  HubModelMatch,
  ModelDownload,
  OfferedModel,
} from '../../../../shared/domain/model-download.ts'
import { useServices } from '../../../client/index.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { TaskProblem } from '../task-problem.tsx'
import { useBusyTask } from '../use-task.ts'

interface GetModelsDialogProps {
  readonly onStarted: (downloads: readonly ModelDownload[]) => void
  readonly onClose: () => void
}

/** Chooses a model, shows what it consists of and its terms, and begins its download. */
export function GetModelsDialog({ onStarted, onClose }: GetModelsDialogProps) {
  const { client } = useServices()
  const task = useBusyTask()
  const [plan, setPlan] = useState<DownloadPlanView | null>(null)
  const [hasAccepted, setAccepted] = useState(false)
  const [found, setFound] = useState<Found | null>(null)
  const choose = (id: string) =>
    void task.run(async () => {
      setPlan(await client.call('downloads.plan', { id }))
      setAccepted(false)
    })
  const search = (words: string) =>
    void task.run(async () => {
      const models = await client.call('downloads.search', { words })
      const [only] = models
      // Of a repository with one model there is nothing to choose.
      if (models.length !== 1 || only === undefined || only.sizeBytes === null) setFound({ words, models })
      else setPlan(await client.call('downloads.plan', { id: only.id }))
      setAccepted(false)
    })
  const start = ({ id }: DownloadPlanView) =>
    void task.run(async () => {
      onStarted(await client.call('downloads.start', { id, hasAccepted }))
      onClose()
    })
  if (plan === null) {
    return (
      <Dialog title="Get models" className="get-models" onClose={onClose}>
        <Choice
          found={found}
          isBusy={task.isRunning}
          error={task.error}
          onChoose={choose}
          onSearch={search}
          onBack={() => setFound(null)}
        />
      </Dialog>
    )
  }
  return (
    <Dialog
      title={plan.label}
      className="get-models"
      step={plan.id}
      footer={
        <>
          <Button onClick={() => setPlan(null)}>Back</Button>
          <Button
            look="primary"
            disabled={task.isRunning || (plan.mustAccept && !hasAccepted)}
            onClick={() => start(plan)}
          >
            {plan.missingBytes === 0 ? 'Add' : `Download ${formatBytes(plan.missingBytes)}`}
          </Button>
        </>
      }
      onClose={onClose}
    >
      <Plan plan={plan} hasAccepted={hasAccepted} onAccepted={setAccepted} />
      <TaskProblem error={task.error} />
    </Dialog>
  )
}

/** What the hub has for some words, or in a repository. */
interface Found {
  readonly words: string
  readonly models: readonly HubModelMatch[]
}

interface ChoiceProps {
  readonly found: Found | null
  readonly isBusy: boolean
  readonly error: unknown
  readonly onChoose: (id: string) => void
  readonly onSearch: (words: string) => void
  readonly onBack: () => void
}

function Choice({ found, isBusy, error, onChoose, onSearch, onBack }: ChoiceProps) {
  const [words, setWords] = useState('')
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    // One file that is named needs no list.
    if (words.includes(':')) onChoose(words.trim())
    else onSearch(words.trim())
  }
  return (
    <div className="dialog-body">
      <p className="local-facts">
        Models come from Hugging Face. Nothing is asked there before you choose or search; sizes and terms are shown
        before anything is downloaded.
      </p>
      <form onSubmit={handleSubmit}>
        <TextField
          label="Search Hugging Face"
          placeholder="Words, OWNER/NAME or OWNER/NAME:FILE"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          aside={
            <Button type="submit" disabled={isBusy || words.trim() === ''}>
              {isBusy ? 'Asking…' : 'Search'}
            </Button>
          }
        />
      </form>
      <TaskProblem error={error} />
      {found === null ? (
        <Offered isBusy={isBusy} onChoose={onChoose} />
      ) : (
        <FoundModels found={found} isBusy={isBusy} onChoose={onChoose} onSearch={onSearch} onBack={onBack} />
      )}
    </div>
  )
}

function Offered({ isBusy, onChoose }: Pick<ChoiceProps, 'isBusy' | 'onChoose'>) {
  const { client } = useServices()
  const [offered, setOffered] = useState<readonly OfferedModel[]>([])
  useEffect(() => {
    client.call('downloads.offered', {}).then(setOffered, () => undefined)
  }, [client])
  return (
    // Scrolled by keyboard as well.
    <ul className="get-models-list" aria-label="Models to download" tabIndex={0}>
      {offered.map(({ id, label, license, hasTerms }) => (
        <li key={id}>
          <span>{label}</span>
          <span className="local-facts">
            {license?.name}
            {hasTerms && ' · terms to accept'}
          </span>
          <Button size="small" disabled={isBusy} aria-label={`Choose ${label}`} onClick={() => onChoose(id)}>
            Choose
          </Button>
        </li>
      ))}
    </ul>
  )
}

interface FoundModelsProps extends Omit<ChoiceProps, 'found' | 'error'> {
  readonly found: Found
}

function FoundModels({ found: { words, models }, isBusy, onChoose, onSearch, onBack }: FoundModelsProps) {
  return (
    <>
      <p className="get-models-found" role="status">
        <span className="local-facts">
          {models.length === 0 ? `Nothing was found for “${words}”. Try fewer words.` : `Found for “${words}”`}
        </span>
        <Button size="small" look="quiet" onClick={onBack}>
          Back to the catalog
        </Button>
      </p>
      {models.length > 0 && (
        <ul className="get-models-list" aria-label="Found on Hugging Face" tabIndex={0}>
          {models.map(({ id, name, license, isGated, sizeBytes }) => (
            <li key={id}>
              <span className="local-path">{name}</span>
              <span className="local-facts">
                {[
                  ...(sizeBytes === null ? [] : [formatBytes(sizeBytes)]),
                  license ?? 'license not told',
                  ...(isGated ? ['terms to accept'] : []),
                ].join(' · ')}
              </span>
              <Button
                size="small"
                disabled={isBusy}
                aria-label={`Choose ${name}`}
                onClick={() => (sizeBytes === null ? onSearch(id) : onChoose(id))}
              >
                Choose
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function sizesOf({ files, totalBytes, missingBytes }: DownloadPlanView): string {
  const all = `${formatBytes(totalBytes)} in all`
  const missing = missingBytes === 0 ? 'nothing' : formatBytes(missingBytes)
  const left = missingBytes < totalBytes ? `, ${missing} to download` : ''
  const copies = files.some(({ copyPath }) => copyPath !== null)
    ? ' A copy is checked first, and used where it is; one with other contents is downloaded after all.'
    : ''
  return `${all}${left}.${copies}`
}

interface PlanProps {
  readonly plan: DownloadPlanView
  readonly hasAccepted: boolean
  readonly onAccepted: (hasAccepted: boolean) => void
}

function Plan({ plan, hasAccepted, onAccepted }: PlanProps) {
  const { client } = useServices()
  const { id, files, licenses, mustAccept, missingBytes, folder } = plan
  return (
    <div className="dialog-body">
      <ul className="local-folders" aria-label="Files">
        {files.map(({ name, sizeBytes, isThere, copyPath }) => (
          <li key={name}>
            <span className="local-path">{name}</span>
            <span className="local-facts">{formatBytes(sizeBytes)}</span>
            <span className="local-facts" title={copyPath ?? undefined}>
              {isThere ? 'already here' : copyPath !== null && 'a copy is here'}
            </span>
          </li>
        ))}
      </ul>
      <p className="local-facts">{sizesOf(plan)}</p>
      {folder !== null && missingBytes > 0 && <p className="local-facts">Goes to {folder}</p>}
      {licenses.map(({ name, page }, index) => (
        <p key={page} className="local-facts">
          {name} ·{' '}
          <button
            type="button"
            className="link-button"
            title={page}
            onClick={() => void client.call('downloads.openTerms', { id, index })}
          >
            Read it
          </button>
        </p>
      ))}
      {licenses.length === 0 && <p className="local-facts">Its page does not name a license.</p>}
      {mustAccept && (
        <label className="get-models-accept">
          <input type="checkbox" checked={hasAccepted} onChange={(event) => onAccepted(event.target.checked)} />I have
          read the terms and accept them
        </label>
      )}
    </div>
  )
}
