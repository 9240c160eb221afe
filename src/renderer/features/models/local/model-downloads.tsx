import { Download } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { ModelDownload, RemovalView } from '../../../../shared/domain/model-download.ts'
import * as messages from '../../../../shared/messages/en/local-models.ts'
import { joinList, joinSentences } from '../../../../shared/messages/formats.ts'
import { useServices } from '../../../client/index.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { TaskProblem, useBusyTask } from '../use-busy-task.tsx'
import { GetModelsDialog } from './get-models-dialog.tsx'

/** Models from Hugging Face: in progress, completed, and a button for more. `children`: other actions. */
export function ModelDownloadList({ children }: { readonly children?: ReactNode }) {
  const { downloads, setDownloads } = useDownloads()
  const [isOpen, setOpen] = useState(false)
  const coming = downloads.filter(({ state }) => state !== 'done')
  const done = downloads.filter(({ state }) => state === 'done')
  return (
    <>
      {coming.length > 0 && (
        <ul className="local-models" aria-label={messages.downloads}>
          {coming.map((download) => (
            <DownloadRow key={download.id} download={download} onChanged={setDownloads} />
          ))}
        </ul>
      )}
      {done.length > 0 && (
        <Disclosure title={messages.downloadedModels}>
          <ul className="local-models" aria-label={messages.downloadedModels}>
            {done.map((download) => (
              <DownloadRow key={download.id} download={download} onChanged={setDownloads} />
            ))}
          </ul>
        </Disclosure>
      )}
      <div className="local-actions">
        <Button size="small" icon={<Download size={13} aria-hidden="true" />} onClick={() => setOpen(true)}>
          {messages.getModelsMore}
        </Button>
        {children}
      </div>
      {isOpen && <GetModelsDialog onStarted={setDownloads} onClose={() => setOpen(false)} />}
    </>
  )
}

interface DownloadRowProps {
  readonly download: ModelDownload
  readonly onChanged: (downloads: readonly ModelDownload[]) => void
}

function DownloadRow({ download, onChanged }: DownloadRowProps) {
  const { client } = useServices()
  const task = useBusyTask()
  const [removal, setRemoval] = useState<RemovalView | null>(null)
  const { id, label, state, checking, bytes, totalBytes, error } = download
  const isComing = state === 'downloading' || state === 'waiting'
  const run = (route: 'downloads.pause' | 'downloads.resume' | 'downloads.remove') =>
    void task.run(async () => onChanged(await client.call(route, { id })))
  return (
    <li className="local-download" aria-label={label}>
      <span>{label}</span>
      <span className="local-facts">
        {state === 'done'
          ? formatBytes(totalBytes)
          : checking !== null
            ? messages.verifyingCopy({ folder: checking })
            : messages.downloadProgress({
                state: stateLabels[state],
                bytes: formatBytes(bytes),
                total: formatBytes(totalBytes),
              })}
      </span>
      <span className="local-actions">
        {isComing && (
          <Button size="small" aria-label={messages.pauseLabel({ label })} onClick={() => run('downloads.pause')}>
            {messages.pause}
          </Button>
        )}
        {(state === 'paused' || state === 'failed') && (
          <Button size="small" aria-label={messages.resumeLabel({ label })} onClick={() => run('downloads.resume')}>
            {messages.resume}
          </Button>
        )}
        {removal === null && (
          <Button
            size="small"
            variant="quiet"
            aria-label={messages.deleteName({ name: label })}
            onClick={() => void task.run(async () => setRemoval(await client.call('downloads.removal', { id })))}
          >
            {messages.deleteMore}
          </Button>
        )}
      </span>
      {state !== 'done' && (
        <ProgressBar
          label={messages.downloadLabel({ label })}
          value={totalBytes === 0 || checking !== null ? null : bytes / totalBytes}
        />
      )}
      {error !== null && <p className="local-warning">{error.message}</p>}
      {removal !== null && (
        <div className="local-confirm" role="group" aria-label={messages.deleteName({ name: label })}>
          <p className="local-facts">
            {joinSentences(
              messages.freesSpace({ size: formatBytes(removal.freedBytes) }),
              removal.kept.length > 0 && messages.sharedFilesKept({ names: joinList(removal.kept) }),
            )}
          </p>
          <span className="local-actions">
            <Button size="small" variant="danger" disabled={task.isRunning} onClick={() => run('downloads.remove')}>
              {messages.deleteLabel}
            </Button>
            <Button size="small" onClick={() => setRemoval(null)}>
              {messages.cancel}
            </Button>
          </span>
        </div>
      )}
      <TaskProblem error={task.error} />
    </li>
  )
}

const stateLabels = {
  downloading: messages.downloading,
  waiting: messages.waiting,
  paused: messages.paused,
  failed: messages.failed,
} as const

/** Returns current and past model downloads; empty until loaded. */
function useDownloads() {
  const { client } = useServices()
  const [downloads, setDownloads] = useState<readonly ModelDownload[]>([])
  useEffect(() => {
    client.call('downloads.list', {}).then(setDownloads, () => undefined)
    return client.on('downloads.changed', setDownloads)
  }, [client])
  return { downloads, setDownloads }
}
