import { type ReactNode, useEffect, useState } from 'react'
import type { Settings } from '../../../../shared/domain/settings.ts'
import type { UpdateBlocker, UpdateState, UpdateSupport, UpdateView } from '../../../../shared/domain/update.ts'
import * as messages from '../../../../shared/messages/en/updates.ts'
import { formatLocale } from '../../../../shared/messages/formats.ts'
import { useServices, useSettings, useWork } from '../../../client/index.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { PillChoice, type PillOption } from '../../../ui/fields/pill-choice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { FileFields, SetInFile } from '../set-in-file.tsx'
import './updates.css'

const preferences: readonly PillOption<Settings['updates']>[] = [
  { value: 'never', label: messages.never },
  { value: 'check', label: messages.automatically },
  { value: 'download', label: messages.andDownload },
]

/** Why there is nothing to choose. */
const reasons: Readonly<Record<Exclude<UpdateSupport, 'atelier'>, string>> = {
  'no-address': messages.noAddress,
  package: messages.byPackageManager,
  flatpak: messages.byFlatpak,
  portable: messages.portable,
  unpacked: messages.unpacked,
}

const works: Readonly<Record<UpdateBlocker, string>> = {
  queue: messages.workQueue,
  'edit-plan': messages.workEditPlan,
  agent: messages.workAgent,
  download: messages.workDownload,
  export: messages.workExport,
  other: messages.workOther,
}

/** The running version, and newer ones. */
export function UpdatesPage() {
  const actions = useUpdates()
  const { view } = actions
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.updates}</h2>
      </header>
      <div className="settings-scroll">
        {view !== null && <VersionCard view={view} actions={actions} />}
        {view?.host !== null && view?.support === 'atelier' && <PreferenceCard host={view.host} />}
      </div>
    </section>
  )
}

interface VersionProps {
  readonly view: UpdateView
  readonly actions: UpdatesActions
}

function VersionCard({ view, actions }: VersionProps): ReactNode {
  const { intents } = useServices()
  const { version, support } = view
  return (
    <section className="settings-card" aria-labelledby="updates-version">
      <div className="updates-row">
        <h3 id="updates-version">{messages.installedVersion({ version })}</h3>
        <Button size="small" onClick={() => intents.send({ type: 'show-help', at: 'whats-new' })}>
          {messages.whatsNew}
        </Button>
      </div>
      {support === 'atelier' ? (
        <NewerVersion view={view} actions={actions} />
      ) : (
        <p className="settings-note">{reasons[support]}</p>
      )}
    </section>
  )
}

function NewerVersion({ view: { state, problem }, actions }: VersionProps): ReactNode {
  const failure = actions.problem ?? problem?.message ?? null
  return (
    <>
      <div className="updates-state" role="status">
        <StateText state={state} />
      </div>
      <StateAction state={state} actions={actions} />
      {failure !== null && (
        <p className="updates-problem" role="alert">
          {failure}
        </p>
      )}
    </>
  )
}

function StateText({ state }: { readonly state: UpdateState }): ReactNode {
  switch (state.type) {
    case 'current':
      return state.checkedAtMs === null ? null : messages.upToDate
    case 'checking':
      return messages.checking
    case 'available':
      return messages.available({ version: state.version })
    case 'downloading':
      return messages.downloading({ version: state.version })
    case 'ready':
      return messages.ready({ version: state.version })
  }
}

interface ActionProps {
  readonly state: UpdateState
  readonly actions: UpdatesActions
}

function StateAction({ state, actions: { run, isBusy } }: ActionProps): ReactNode {
  const { intents } = useServices()
  if (state.type === 'downloading') {
    const { version, bytes, sizeBytes } = state
    return <ProgressBar label={messages.downloading({ version })} value={bytes / sizeBytes} />
  }
  if (state.type === 'ready')
    return <RestartAction state={state} onRestart={() => intents.send({ type: 'restart-to-update' })} />
  if (state.type === 'available') {
    return (
      <div>
        <Button variant="primary" disabled={isBusy} onClick={() => void run('updates.download')}>
          {messages.download({ size: formatBytes(state.sizeBytes) })}
        </Button>
      </div>
    )
  }
  return (
    <div>
      <Button disabled={isBusy || state.type === 'checking'} onClick={() => void run('updates.check')}>
        {messages.checkNow}
      </Button>
    </div>
  )
}

interface RestartProps {
  readonly state: Extract<UpdateState, { type: 'ready' }>
  readonly onRestart: () => void
}

function RestartAction({ state: { waitsFor }, onRestart }: RestartProps): ReactNode {
  const work = new Intl.ListFormat(formatLocale).format(waitsFor.map((blocker) => works[blocker]))
  return (
    <>
      {waitsFor.length > 0 && (
        <p id="updates-waits" className="settings-note">
          {messages.waitsFor({ work })}
        </p>
      )}
      <div>
        <Button variant="primary" disabled={waitsFor.length > 0} aria-describedby="updates-waits" onClick={onRestart}>
          {messages.restartToUpdate}
        </Button>
      </div>
    </>
  )
}

function PreferenceCard({ host }: { readonly host: string }): ReactNode {
  const { settings } = useServices()
  const updates = useSettings((each) => each.updates)
  return (
    <div className="settings-card">
      <h3>{messages.checkForUpdates}</h3>
      <FileFields name="settings.updates">
        <PillChoice
          label={messages.checkForUpdates}
          isLabelHidden
          variant="accent"
          options={preferences}
          value={updates}
          onChange={(next) => settings.change({ updates: next })}
        />
      </FileFields>
      <p className="settings-note">{messages.privacyHint({ host })}</p>
      <SetInFile name="settings.updates" />
    </div>
  )
}

type UpdateCall = 'updates.check' | 'updates.download'

interface UpdatesActions {
  /** null until main has answered. */
  readonly view: UpdateView | null
  readonly isBusy: boolean
  /** Why the last call failed. */
  readonly problem: string | null
  run(route: UpdateCall): Promise<void>
}

/** What main says of updates of Atelier, and calls for them. */
function useUpdates(): UpdatesActions {
  const { client, intents } = useServices()
  const [view, setView] = useState<UpdateView | null>(null)
  const { isBusy, problem, run } = useWork()
  useEffect(() => {
    const stop = client.on('updates.changed', setView)
    client.call('updates.view', {}).then(setView, (error: unknown) => intents.send({ type: 'report', error }))
    return stop
  }, [client, intents])
  return {
    view,
    isBusy,
    problem,
    async run(route) {
      await run(() => client.call(route, {}))
    },
  }
}
