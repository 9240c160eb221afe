import { Archive, ArchiveRestore } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { useStorageActions, useStorageState } from './use-storage-actions.ts'

/** One file with everything that cannot be made again. */
export function BackupCard() {
  const actions = useStorageActions()
  const isBusy = useStorageState((state) => state.running !== null)
  const isPending = useStorageState((state) => (state.usage?.pending ?? null) !== null)
  return (
    <section className="settings-card" aria-labelledby="storage-backup">
      <h3 id="storage-backup">Backup</h3>
      <p className="settings-note">
        One zip file with every image, mask and answer, the database and your settings; any system can open it. You can
        go on working meanwhile. Keys are not in it: they stay in this computer’s keychain.
      </p>
      <div className="storage-actions">
        <Button icon={<Archive size={15} aria-hidden="true" />} disabled={isBusy} onClick={() => void actions.backUp()}>
          Back up…
        </Button>
        <Button
          icon={<ArchiveRestore size={15} aria-hidden="true" />}
          disabled={isBusy || isPending}
          onClick={() => void actions.restore()}
        >
          Restore a backup…
        </Button>
      </div>
    </section>
  )
}
