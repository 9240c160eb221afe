import { Archive, ArchiveRestore, FolderOpen, FolderSync } from 'lucide-react'
import { useEffect, useRef } from 'react'
import * as messages from '../../../../shared/messages/en/storage.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { CheckCard } from './check-card.tsx'
import { useStorageActions, useStorageState } from './use-storage-actions.ts'
import { pendingWords, runningWords } from './storage-words.ts'
import './storage.css'
import { UsageCard } from './usage-card.tsx'

/** What the library takes, whether it is sound, its backups, and where it lies. */
export function StoragePage() {
  const { client, intents } = useServices()
  const actions = useStorageActions()
  useEffect(() => void actions.measure(), [actions])
  const revealHome = () => {
    client.call('app.revealHome', {}).catch((error: unknown) => intents.send({ do: 'report', error }))
  }
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.storage}</h2>
        <Button look="quiet" icon={<FolderOpen size={16} aria-hidden="true" />} onClick={revealHome}>
          {messages.showFolder}
        </Button>
      </header>
      <div className="settings-scroll storage">
        <div className="storage-messages">
          <Messages />
        </div>
        <PendingCard />
        <UsageCard />
        <CheckCard />
        <BackupCard />
        <PlaceCard />
      </div>
    </section>
  )
}

function Messages() {
  const { describeError } = useServices()
  const actions = useStorageActions()
  const running = useStorageState((state) => state.running)
  const error = useStorageState((state) => state.error)
  const news = useStorageState((state) => state.news)
  if (running !== null) {
    const words = runningWords(running)
    return (
      <div className="settings-card storage-running">
        <p role="status">{words}</p>
        <ProgressBar label={words} value={running.total === 0 ? null : running.done / running.total} />
        <Button size="small" onClick={() => actions.cancel()}>
          {messages.stop}
        </Button>
      </div>
    )
  }
  if (error !== null) {
    return (
      <p className="storage-problem" role="alert">
        {describeError(error).text}
      </p>
    )
  }
  return news === null ? null : (
    <p className="storage-news" role="status">
      {news}
    </p>
  )
}

/** Where everything lies. */
function PlaceCard() {
  const actions = useStorageActions()
  const isBusy = useStorageState((state) => state.running !== null)
  const usage = useStorageState((state) => state.usage)
  return (
    <section className="settings-card" aria-labelledby="storage-place">
      <h3 id="storage-place">{messages.libraryLocation}</h3>
      <p className="selectable storage-path">{usage?.root}</p>
      <p className="settings-note">{messages.moveLibraryHint}</p>
      <div className="storage-actions">
        <Button
          icon={<FolderSync size={15} aria-hidden="true" />}
          disabled={isBusy || (usage?.pending ?? null) !== null}
          onClick={() => void actions.move()}
        >
          {messages.moveLibrary}
        </Button>
      </div>
    </section>
  )
}

/** One file with everything that cannot be made again. */
function BackupCard() {
  const actions = useStorageActions()
  const isBusy = useStorageState((state) => state.running !== null)
  const isPending = useStorageState((state) => (state.usage?.pending ?? null) !== null)
  return (
    <section className="settings-card" aria-labelledby="storage-backup">
      <h3 id="storage-backup">{messages.backup}</h3>
      <p className="settings-note">{messages.backupHint}</p>
      <div className="storage-actions">
        <Button icon={<Archive size={15} aria-hidden="true" />} disabled={isBusy} onClick={() => void actions.backUp()}>
          {messages.backUp}
        </Button>
        <Button
          icon={<ArchiveRestore size={15} aria-hidden="true" />}
          disabled={isBusy || isPending}
          onClick={() => void actions.restore()}
        >
          {messages.restoreBackup}
        </Button>
      </div>
    </section>
  )
}

/** A restore or a move that the next start finishes. */
function PendingCard() {
  const { intents } = useServices()
  const actions = useStorageActions()
  const pending = useStorageState((state) => state.usage?.pending ?? null)
  const card = useRef<HTMLElement>(null)
  // The button that prepared it may be far below.
  const isThere = pending !== null
  useEffect(() => {
    if (isThere) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isThere])
  if (pending === null) return null
  return (
    <section ref={card} className="settings-card storage-pending" aria-labelledby="storage-pending" role="status">
      <h3 id="storage-pending">{pending.is === 'move' ? messages.readyToMove : messages.readyToRestore}</h3>
      <p>{pendingWords(pending)}</p>
      <div className="storage-actions">
        <Button
          look="primary"
          onClick={() => void actions.restart().catch((error: unknown) => intents.send({ do: 'report', error }))}
        >
          {messages.restartNow}
        </Button>
        <Button onClick={() => void actions.forgetPending()}>{messages.cancel}</Button>
      </div>
    </section>
  )
}
