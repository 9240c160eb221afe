import { useEffect, useState, type FormEvent } from 'react'
import type {
  DownloadPlanView,
  HubModelMatch,
  ModelDownload,
  OfferedModel,
} from '../../../../shared/domain/model-download.ts'
import * as messages from '../../../../shared/messages/en/local-models.ts'
import { useServices } from '../../../client/index.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { TaskProblem, useBusyTask } from '../use-busy-task.tsx'

interface GetModelsDialogProps {
  readonly onStarted: (downloads: readonly ModelDownload[]) => void
  readonly onClose: () => void
}

/** Chooses a model, shows its files and terms, and starts the download. */
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
  const search = (query: string) =>
    void task.run(async () => {
      const models = await client.call('downloads.search', { query })
      const [only] = models
      // A repository with one model needs no selection.
      if (models.length !== 1 || only === undefined || only.sizeBytes === null) setFound({ query, models })
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
      <Dialog title={messages.getModels} className="get-models" onClose={onClose}>
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
          <Button onClick={() => setPlan(null)}>{messages.back}</Button>
          <Button
            variant="primary"
            disabled={task.isRunning || (plan.mustAccept && !hasAccepted)}
            onClick={() => start(plan)}
          >
            {plan.missingBytes === 0 ? messages.add : messages.downloadBytes({ bytes: formatBytes(plan.missingBytes) })}
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

/** What the hub returns for a search or a repository. */
interface Found {
  readonly query: string
  readonly models: readonly HubModelMatch[]
}

interface ChoiceProps {
  readonly found: Found | null
  readonly isBusy: boolean
  readonly error: unknown
  readonly onChoose: (id: string) => void
  readonly onSearch: (query: string) => void
  readonly onBack: () => void
}

function Choice({ found, isBusy, error, onChoose, onSearch, onBack }: ChoiceProps) {
  const [query, setQuery] = useState('')
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    // A named file needs no list.
    if (query.includes(':')) onChoose(query.trim())
    else onSearch(query.trim())
  }
  return (
    <div className="dialog-body">
      <p className="local-facts">{messages.getModelsHint}</p>
      <form onSubmit={handleSubmit}>
        <TextField
          label={messages.searchHuggingFace}
          placeholder={messages.searchPlaceholder}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          aside={
            <Button type="submit" disabled={isBusy || query.trim() === ''}>
              {isBusy ? messages.searching : messages.search}
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
    // Makes it scrollable by keyboard.
    <ul className="get-models-list" aria-label={messages.availableModels} tabIndex={0}>
      {offered.map(({ id, label, license, hasTerms }) => (
        <li key={id}>
          <span>{label}</span>
          <span className="local-facts">
            {[...(license ? [license.name] : []), ...(hasTerms ? [messages.termsToAccept] : [])].join(' · ')}
          </span>
          <Button
            size="small"
            disabled={isBusy}
            aria-label={messages.chooseModel({ model: label })}
            onClick={() => onChoose(id)}
          >
            {messages.choose}
          </Button>
        </li>
      ))}
    </ul>
  )
}

interface FoundModelsProps extends Omit<ChoiceProps, 'found' | 'error'> {
  readonly found: Found
}

function FoundModels({ found: { query, models }, isBusy, onChoose, onSearch, onBack }: FoundModelsProps) {
  return (
    <>
      <p className="get-models-found" role="status">
        <span className="local-facts">
          {models.length === 0 ? messages.noResults({ query: query }) : messages.resultsFor({ query: query })}
        </span>
        <Button size="small" variant="quiet" onClick={onBack}>
          {messages.backToCatalog}
        </Button>
      </p>
      {models.length > 0 && (
        <ul className="get-models-list" aria-label={messages.searchResults} tabIndex={0}>
          {models.map(({ id, name, license, isGated, sizeBytes }) => (
            <li key={id}>
              <span className="local-path">{name}</span>
              <span className="local-facts">
                {[
                  ...(sizeBytes === null ? [] : [formatBytes(sizeBytes)]),
                  license ?? messages.unknownLicense,
                  ...(isGated ? [messages.termsToAccept] : []),
                ].join(' · ')}
              </span>
              <Button
                size="small"
                disabled={isBusy}
                aria-label={messages.chooseModel({ model: name })}
                onClick={() => (sizeBytes === null ? onSearch(id) : onChoose(id))}
              >
                {messages.choose}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function sizesOf({ totalBytes, missingBytes }: DownloadPlanView): string {
  const total = messages.totalSize({ size: formatBytes(totalBytes) })
  if (missingBytes === totalBytes) return total
  const left =
    missingBytes === 0 ? messages.nothingToDownload : messages.sizeToDownload({ size: formatBytes(missingBytes) })
  return `${total} · ${left}`
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
      <ul className="local-folders" aria-label={messages.files}>
        {files.map(({ name, sizeBytes, isThere, copyPath }) => (
          <li key={name}>
            <span className="local-path">{name}</span>
            <span className="local-facts">{formatBytes(sizeBytes)}</span>
            <span className="local-facts" title={copyPath ?? undefined}>
              {isThere ? messages.downloaded : copyPath !== null && messages.copyFound}
            </span>
          </li>
        ))}
      </ul>
      <p className="local-facts">{sizesOf(plan)}</p>
      {files.some(({ copyPath }) => copyPath !== null) && <p className="local-facts">{messages.copiesHint}</p>}
      {folder !== null && missingBytes > 0 && <p className="local-facts">{messages.savedTo({ folder })}</p>}
      {licenses.map(({ name, page }, index) => (
        <p key={page} className="local-facts">
          {name} ·{' '}
          <button
            type="button"
            className="link-button"
            title={page}
            onClick={() => void client.call('downloads.openTerms', { id, index })}
          >
            {messages.readLicense}
          </button>
        </p>
      ))}
      {licenses.length === 0 && <p className="local-facts">{messages.noLicenseStated}</p>}
      {mustAccept && (
        <label className="get-models-accept">
          <input type="checkbox" checked={hasAccepted} onChange={(event) => onAccepted(event.target.checked)} />
          {messages.acceptTerms}
        </label>
      )}
    </div>
  )
}
