import { FolderDown, FolderOpen } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { OriginalsView } from '../../../../shared/domain/shared-originals.ts'
import * as messages from '../../../../shared/messages/en/originals-card.ts'
import { Button } from '../../../ui/button.tsx'
import { FileFields, SetInFile } from '../set-in-file.tsx'
import { useStorageActions, useStorageState } from './create-storage-actions.ts'
import type { Input } from '../../../../shared/contract/index.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices } from '../../../client/index.ts'

/** The folder in which several libraries keep their originals. */
export function OriginalsCard() {
  const actions = useOriginals()
  const { view, run } = actions
  if (view === null) return null
  return (
    <section className="settings-card" aria-labelledby="storage-originals">
      <h3 id="storage-originals">{messages.sharedOriginals}</h3>
      {view.problem !== null && (
        <div className="storage-problem" role="alert">
          <p>{view.problem}</p>
          <Button size="small" onClick={() => void run('originals.run', {})}>
            {messages.tryAgain}
          </Button>
        </div>
      )}
      {view.folder !== null && <State view={view} />}
      {view.folder === null && view.shared > 0 && <MoveBack />}
      <FileFields name="settings.originals.folder">
        <Folder view={view} run={run} />
      </FileFields>
      <p className="settings-note">{view.folder === null ? noteWithout(view) : messages.sharedHint}</p>
      <SetInFile name="settings.originals" />
    </section>
  )
}

function noteWithout({ shared }: OriginalsView): string {
  return shared === 0 ? messages.originalsHint : messages.stillShared({ count: shared })
}

/** For those who no longer want a shared folder. */
function MoveBack() {
  const actions = useStorageActions()
  const isRunning = useStorageState((state) => state.running !== null)
  return (
    <>
      <div className="storage-actions">
        <Button
          icon={<FolderDown size={15} aria-hidden="true" />}
          disabled={isRunning}
          onClick={() => void actions.moveOriginalsBack()}
        >
          {messages.moveBack}
        </Button>
      </div>
      <p className="settings-note">{messages.moveBackHint}</p>
    </>
  )
}

function State({ view }: { readonly view: OriginalsView }) {
  const { shared, waiting, waitingWhy, members, isBusy } = view
  const names = members.map(({ name, computer, isSelf }) =>
    isSelf ? messages.thisLibrary({ name }) : messages.memberOn({ name, computer }),
  )
  return (
    <div className="storage-originals">
      <p role="status">
        {messages.sharedCount({ count: shared })}
        {waiting > 0 && ` ${(isBusy ? messages.moving : messages.waiting)({ count: waiting })}`}
      </p>
      {waitingWhy !== null && waiting > 0 && <p className="settings-note">{waitingWhy}</p>}
      {names.length > 0 && <p className="settings-note">{messages.usedBy({ members: names.join(', ') })}</p>}
    </div>
  )
}

function Folder({ view, run }: { readonly view: OriginalsView } & Pick<OriginalsActions, 'run'>) {
  const { folder } = view
  if (folder === null) {
    return (
      <div className="storage-actions">
        <Button icon={<FolderOpen size={15} aria-hidden="true" />} onClick={() => void run('originals.choose', {})}>
          {messages.chooseFolder}
        </Button>
      </div>
    )
  }
  return (
    <div className="storage-actions" role="group" aria-label={messages.originalsFolder}>
      <p className="selectable storage-path">{folder}</p>
      <Button size="small" onClick={() => void run('originals.choose', {})}>
        {messages.changeFolder}
      </Button>
      <Button size="small" onClick={() => void run('originals.stop', {})}>
        {messages.stopMoving}
      </Button>
    </div>
  )
}

/** Nothing says that another member has changed something in the folder. */
const everyMs = 10_000

type OriginalsCall = 'originals.choose' | 'originals.stop' | 'originals.run'

interface OriginalsActions {
  /** null until loaded. */
  readonly view: OriginalsView | null
  /** A canceled dialog is no error. */
  run<K extends OriginalsCall>(route: K, input: Input<K>): Promise<void>
}

/** The state of the shared originals, kept up to date while it is shown, and calls that change it. */
function useOriginals(): OriginalsActions {
  const { client, intents } = useServices()
  const [view, setView] = useState<OriginalsView | null>(null)

  const reload = useCallback(() => {
    client.call('originals.view', {}).then(setView, (error: unknown) => intents.send({ type: 'report', error }))
  }, [client, intents])

  useEffect(() => {
    reload()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, everyMs)
    const stopListening = client.on('originals.changed', reload)
    return () => {
      clearInterval(timer)
      stopListening()
    }
  }, [client, reload])

  async function run<K extends OriginalsCall>(route: K, input: Input<K>): Promise<void> {
    try {
      await client.call(route, input)
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
    }
    reload()
  }

  return { view, run }
}
