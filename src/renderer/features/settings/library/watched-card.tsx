import { FolderPlus, X } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { WatchedFolderId } from '../../../../shared/domain/ids.ts'
import type { WatchedFolder } from '../../../../shared/domain/watched-folder.ts'
import * as messages from '../../../../shared/messages/en/settings.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'
import { formatWatchedCount, watchedStateLabels } from './watched-labels.ts'
import './watched-card.css'

/** Folders whose images are imported automatically. */
export function WatchedCard() {
  const { describeError } = useServices()
  const { folders, error, isBusy, choose, setOn, unwatch } = useWatchedFolders()
  return (
    <section className="settings-card" aria-labelledby="watched-folders">
      <h3 id="watched-folders">{messages.watchedFolders}</h3>
      <p className="settings-note">{messages.watchedFoldersHint}</p>
      {error !== null && (
        <p className="watched-problem" role="alert">
          {describeError(error).text}
        </p>
      )}
      {folders?.length === 0 && <p className="watched-none">{messages.noWatchedFolders}</p>}
      {folders !== null && folders.length > 0 && (
        <ul className="watched-list" aria-label={messages.watchedFolders}>
          {folders.map((folder) => (
            <WatchedRow
              key={folder.id}
              folder={folder}
              onSwitch={(isOn) => setOn(folder.id, isOn)}
              onRemove={() => unwatch(folder.id)}
            />
          ))}
        </ul>
      )}
      <div>
        <Button icon={<FolderPlus size={15} aria-hidden="true" />} disabled={isBusy} onClick={choose}>
          {messages.watchFolder}
        </Button>
      </div>
    </section>
  )
}

interface WatchedRowProps {
  readonly folder: WatchedFolder
  readonly onSwitch: (isOn: boolean) => void
  readonly onRemove: () => void
}

function WatchedRow({ folder, onSwitch, onRemove }: WatchedRowProps) {
  const { path, isOn, state, problem } = folder
  return (
    <li className={`watched-row watched-row-${state}`}>
      <div className="watched-folder">
        <SwitchField
          label={path}
          name={messages.watchThisFolder({ folder: path })}
          isOn={isOn}
          hint={
            <>
              <span className="watched-state">{watchedStateLabels[state]}</span> {formatWatchedCount(folder)}
            </>
          }
          onChange={onSwitch}
        />
        {problem !== null && <p className="watched-problem">{problem}</p>}
      </div>
      <IconButton label={messages.stopWatching({ folder: path })} tooltipSide="top" onClick={onRemove}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </li>
  )
}

interface WatchedFoldersActions {
  /** null until loaded. */
  readonly folders: readonly WatchedFolder[] | null
  readonly error: unknown
  readonly isBusy: boolean
  choose(): void
  setOn(id: WatchedFolderId, isOn: boolean): void
  unwatch(id: WatchedFolderId): void
}

/** The current watched folders and actions on them. */
function useWatchedFolders(): WatchedFoldersActions {
  const { client } = useServices()
  const [folders, setFolders] = useState<readonly WatchedFolder[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)

  const read = useCallback(() => {
    client.call('imports.folders', {}).then(setFolders, setError)
  }, [client])

  useEffect(() => {
    read()
    return client.on('imports.changed', read)
  }, [client, read])

  async function change(work: () => Promise<unknown>): Promise<void> {
    setIsBusy(true)
    setError(null)
    try {
      await work()
    } catch (thrown) {
      setError(thrown)
    }
    setIsBusy(false)
    read()
  }

  return {
    folders,
    error,
    isBusy,
    choose: () => void change(() => client.call('imports.chooseAndWatch', {})),
    setOn: (id, isOn) => void change(() => client.call('imports.setOn', { id, isOn })),
    unwatch: (id) => void change(() => client.call('imports.unwatch', { id })),
  }
}
