import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { suggestedTask } from '../../../../shared/domain/suggested-models.ts'
import type { VisionTask } from '../../../../shared/domain/vision.ts'
import * as messages from '../../../../shared/messages/en/studio.ts'
import { useProviders, useServices } from '../../../client/index.ts'
import { useModelDownload } from '../../../client/use-model-download.ts'
import { Button } from '../../../ui/button.tsx'
import { isLocal } from '../create-studio-store.ts'
import { useStudio } from '../studio-context.ts'

export interface MessageActionsProps {
  /** The first of `jobs`. */
  readonly job: JobSnapshot
  /** All jobs that ended the same way: actions apply to all of them. */
  readonly jobs: readonly JobSnapshot[]
  /** Shows only actions that may fix the problem. */
  readonly isShort?: boolean
}

/** Actions for a failed or refused job. */
export function MessageActions({ job, jobs, isShort = false }: MessageActionsProps) {
  const { actions, form } = useStudio()
  const { intents } = useServices()
  const dismiss = () => actions.reject(job).catch((error: unknown) => intents.send({ type: 'report', error }))
  return (
    // A click in here does not select the card.
    <div className="message-actions" role="presentation" onClick={(event) => event.stopPropagation()}>
      {job.state === 'refused' && (
        <Button size="small" onClick={() => form.editPromptOf(job)}>
          {messages.editPrompt}
        </Button>
      )}
      {canRetry(job) && (
        <Button size="small" onClick={() => intents.send({ type: 'retry', jobs })}>
          {messages.retry}
        </Button>
      )}
      <ModelsButton job={job} />
      {!isShort && !isLocal(job) && (
        <Button size="small" variant="quiet" onClick={() => form.tryAnotherModel(job)}>
          {messages.tryAnotherModel}
        </Button>
      )}
      <Button size="small" variant="quiet" onClick={() => void dismiss()}>
        {messages.dismiss}
      </Button>
    </div>
  )
}

/**
 * Manual only: a failed request may have been billed. Local jobs are repeated by other buttons. A refused input would
 * be refused again; only a refused output may differ next time.
 */
function canRetry(job: JobSnapshot): boolean {
  return job.state === 'refused' ? job.refusal?.what === 'output' : !isLocal(job)
}

/** Errors fixed on the Models route, by a key or a switch. */
const isMendedInModels: ReadonlySet<string> = new Set([
  'credential/missing',
  'credential/unavailable',
  'credential/rejected',
  'credential/other-host',
  'provider/disabled',
  'model/missing',
])

/** Errors fixed by editing the address, if it is the user's own. */
const isMendedByAddress: ReadonlySet<string> = new Set([
  'provider/wrong-address',
  'configuration/invalid',
  'network/offline',
  'network/blocked-url',
])

function ModelsButton({ job: { provider, error } }: Pick<MessageActionsProps, 'job'>) {
  const { intents } = useServices()
  const view = useProviders().find(({ id }) => id === provider)
  if (error === null) return null
  const task = suggestedTask(error.detail)
  if (task !== null) return <DownloadButton task={task} />
  if (view === undefined) return null
  const isAddress = isMendedByAddress.has(error.code) && (view.kind === 'local' || view.baseUrl !== null)
  if (!isAddress && !isMendedInModels.has(error.code)) return null
  return (
    <Button
      size="small"
      onClick={() => intents.send({ type: 'show-models', provider: view.id, at: isAddress ? 'address' : 'key' })}
    >
      {isAddress ? messages.editUrl : messages.openModels}
    </Button>
  )
}

/** Of a model whose absence is the error. */
function DownloadButton({ task }: { readonly task: VisionTask }) {
  const { label, terms, isBusy, start } = useModelDownload(task)
  return (
    <Button size="small" title={terms} disabled={isBusy} onClick={start}>
      {label}
    </Button>
  )
}
