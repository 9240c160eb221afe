import { useEffect, useState, type FormEvent } from 'react'
import type { DownloadPlanView, ModelDownload, OfferedModel } from '../../../../shared/domain/model-download.ts'
import { useServices } from '../../../client/index.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { TaskProblem } from '../task-problem.tsx'
import { useTask } from '../use-task.ts'

interface GetModelsDialogProps {
  readonly onStarted: (downloads: readonly ModelDownload[]) => void
  readonly onClose: () => void
}

/** Chooses a model, shows what it consists of and its terms, and begins its download. */
export function GetModelsDialog({ onStarted, onClose }: GetModelsDialogProps) {
  const { client } = useServices()
  const task = useTask()
  const [plan, setPlan] = useState<DownloadPlanView | null>(null)
  const [hasAccepted, setAccepted] = useState(false)
  const choose = (id: string) =>
    void task.run(async () => {
      setPlan(await client.call('downloads.plan', { id }))
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
        <Choice isBusy={task.isRunning} error={task.error} onChoose={choose} />
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

interface ChoiceProps {
  readonly isBusy: boolean
  readonly error: unknown
  readonly onChoose: (id: string) => void
}

function Choice({ isBusy, error, onChoose }: ChoiceProps) {
  const { client } = useServices()
  const [offered, setOffered] = useState<readonly OfferedModel[]>([])
  const [repository, setRepository] = useState('')
  useEffect(() => {
    client.call('downloads.offered', {}).then(setOffered, () => undefined)
  }, [client])
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    onChoose(repository.trim())
  }
  return (
    <div className="dialog-body">
      <p className="local-facts">
        Models come from Hugging Face. Nothing is asked there before you choose one; its size and terms are shown before
        anything is downloaded.
      </p>
      <TaskProblem error={error} />
      {/* Scrolled by keyboard as well. */}
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
      <form onSubmit={handleSubmit}>
        <TextField
          label="Other model"
          placeholder="OWNER/NAME or OWNER/NAME:FILE on Hugging Face"
          value={repository}
          onChange={(event) => setRepository(event.target.value)}
          aside={
            <Button type="submit" disabled={isBusy || repository.trim() === ''}>
              {isBusy ? 'Asking…' : 'Look up'}
            </Button>
          }
        />
      </form>
    </div>
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
  const { id, files, licenses, mustAccept } = plan
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
