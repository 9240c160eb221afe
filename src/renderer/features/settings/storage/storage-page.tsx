import { FolderOpen } from 'lucide-react'
import { useEffect } from 'react'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { BackupCard } from './backup-card.tsx'
import { CheckCard } from './check-card.tsx'
import { PendingCard } from './pending-card.tsx'
import { PlaceCard } from './place-card.tsx'
import { useStorageActions, useStorageState } from './use-storage-actions.ts'
import { runningWords } from './storage-words.ts'
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
        <h2 id="settings-title">Storage</h2>
        <Button look="quiet" icon={<FolderOpen size={16} aria-hidden="true" />} onClick={revealHome}>
          Show the folder
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
          Stop
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
