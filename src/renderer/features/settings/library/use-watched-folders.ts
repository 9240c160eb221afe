import { useCallback, useEffect, useState } from 'react'
import type { WatchedFolderId } from '../../../../shared/domain/ids.ts'
import type { WatchedFolder } from '../../../../shared/domain/watched-folder.ts'
import { useServices } from '../../../client/index.ts'

export interface WatchedFoldersActions {
  /** null until they are read. */
  readonly folders: readonly WatchedFolder[] | null
  readonly error: unknown
  readonly isBusy: boolean
  choose(): void
  setOn(id: WatchedFolderId, isOn: boolean): void
  unwatch(id: WatchedFolderId): void
}

/** The folders as they are now, and what can be done with them. */
export function useWatchedFolders(): WatchedFoldersActions {
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
