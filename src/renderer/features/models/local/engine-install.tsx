import { Download, X } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Backend, EngineOverviewView, InstallProgressView } from '../../../../shared/domain/engine-release.ts'
import type { LocalSetup } from '../../../../shared/domain/local-setup.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/local-models.ts'
import { useServices } from '../../../client/index.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { TaskProblem, useBusyTask } from '../use-busy-task.tsx'

interface EngineInstallProps {
  readonly hasEngine: boolean
  readonly onChanged: (setup: LocalSetup) => void
}

/** The engine release that Atelier installs: which build and why, progress, and installed versions. */
export function EngineInstall({ hasEngine, onChanged }: EngineInstallProps) {
  const { overview, progress, task, run, cancel } = useInstall(onChanged)
  if (overview === null) return null
  const { tag, reason, offers, installed } = overview
  const canInstall = offers.some(({ isRecommended }) => isRecommended)
  const isThere = installed.some((engine) => engine.tag === tag)
  return (
    <>
      {!isThere && <p className={canInstall || hasEngine ? 'local-facts' : 'local-warning'}>{reason}</p>}
      {progress !== null && (
        <div className="local-progress">
          <ProgressBar label={messages.installEngine} value={shareOf(progress)} />
          <span className="local-facts" role="status">
            {stageLabels[progress.stage]}
            {progress.totalBytes !== null &&
              ` · ${messages.bytesOfTotal({ bytes: formatBytes(progress.bytes), total: formatBytes(progress.totalBytes) })}`}
          </span>
        </div>
      )}
      <TaskProblem error={task.error} />
      <div className="local-actions">
        {progress !== null ? (
          <Button size="small" icon={<X size={13} aria-hidden="true" />} onClick={cancel}>
            {messages.cancel}
          </Button>
        ) : (
          <>
            {canInstall && !isThere && (
              <Button
                variant={hasEngine ? 'plain' : 'primary'}
                size="small"
                icon={<Download size={13} aria-hidden="true" />}
                disabled={task.isRunning}
                title={messages.engineRelease({ tag })}
                onClick={() => run({ route: 'local.installEngine', backend: null })}
              >
                {messages.installEngine}
              </Button>
            )}
            <Button
              size="small"
              disabled={task.isRunning}
              title={messages.archiveHint({ tag })}
              onClick={() => run({ route: 'local.installFromArchive' })}
            >
              {messages.installFromZip}
            </Button>
          </>
        )}
      </div>
      <Builds offers={offers} isBusy={task.isRunning} run={run} />
      <Installed engines={installed} isBusy={task.isRunning} run={run} />
    </>
  )
}

interface ListProps {
  readonly isBusy: boolean
  readonly run: (work: Work) => void
}

function Builds({ offers, isBusy, run }: ListProps & Pick<EngineOverviewView, 'offers'>) {
  if (offers.length === 0) return null
  return (
    <Disclosure title={messages.allBuilds}>
      <ul className="local-folders" aria-label={messages.builds}>
        {offers.map(({ backend, label, isRecommended, problem }) => (
          <li key={backend}>
            <span>{label}</span>
            <span className="local-facts">{isRecommended && messages.recommended}</span>
            <Button
              size="small"
              disabled={isBusy}
              aria-label={messages.installBuild({ build: label })}
              onClick={() => run({ route: 'local.installEngine', backend })}
            >
              {messages.install}
            </Button>
            {problem !== null && <p className="local-warning">{problem}</p>}
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}

function Installed({ engines, isBusy, run }: ListProps & { readonly engines: EngineOverviewView['installed'] }) {
  if (engines.length === 0) return null
  return (
    <Disclosure title={messages.installedEngines}>
      <ul className="local-folders" aria-label={messages.installedEngines}>
        {engines.map(({ name, bytes, sha256, isCurrent }) => (
          <li key={name} title={sha256.map((hash) => `SHA-256 ${hash}`).join('\n')}>
            <span className="local-path">{name}</span>
            <span className="local-facts">{isCurrent ? messages.inUse : formatBytes(bytes)}</span>
            <span className="local-actions">
              {!isCurrent && (
                <Button
                  size="small"
                  disabled={isBusy}
                  aria-label={messages.buttonUseEngine({ name })}
                  onClick={() => run({ route: 'local.useInstalled', name })}
                >
                  {messages.use}
                </Button>
              )}
              <Button
                size="small"
                variant="quiet"
                disabled={isBusy}
                aria-label={messages.deleteName({ name })}
                title={messages.freesBytes({ bytes: formatBytes(bytes) })}
                onClick={() => run({ route: 'local.removeInstalled', name })}
              >
                {messages.deleteLabel}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}

const stageLabels: Readonly<Record<InstallProgressView['stage'], string>> = {
  asking: messages.findingRelease,
  checking: messages.checking,
  downloading: messages.downloading,
  unpacking: messages.unpacking,
  testing: messages.generatingTestImages,
}

function shareOf({ bytes, totalBytes }: InstallProgressView): number | null {
  return totalBytes === null || totalBytes === 0 ? null : bytes / totalBytes
}

type Work =
  | { readonly route: 'local.installEngine'; readonly backend: Backend | null }
  | { readonly route: 'local.installFromArchive' }
  | { readonly route: 'local.useInstalled' | 'local.removeInstalled'; readonly name: string }

function useInstall(onChanged: (setup: LocalSetup) => void) {
  const { client } = useServices()
  const task = useBusyTask()
  const [overview, setOverview] = useState<EngineOverviewView | null>(null)
  const [progress, setProgress] = useState<InstallProgressView | null>(null)
  const [stop, setStop] = useState<AbortController | null>(null)
  const read = useCallback(() => client.call('local.engines', {}).then(setOverview, () => undefined), [client])

  /** Progress that arrives after the end of the work would stay, and hide the button for another try. */
  const isOver = useRef(false)

  useEffect(() => {
    void read()
    return client.on('local.installProgressed', (next) => {
      if (!isOver.current) setProgress(next)
    })
  }, [client, read])

  const call = ({ route, ...input }: Work, signal: AbortSignal): Promise<LocalSetup | null> =>
    client.call(route, input, { signal })

  const run = (work: Work) => {
    const controller = new AbortController()
    setStop(controller)
    isOver.current = false
    void task.run(async () => {
      try {
        const setup = await call(work, controller.signal)
        if (setup !== null) onChanged(setup)
      } catch (thrown) {
        // Downloaded data is kept for the next try.
        if (toErrorData(thrown).code !== 'request/cancelled') throw thrown
      } finally {
        isOver.current = true
        setProgress(null)
        await read()
      }
    })
  }

  return { overview, progress, task, run, cancel: () => stop?.abort() }
}
