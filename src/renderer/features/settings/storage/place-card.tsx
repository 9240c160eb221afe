import { FolderSync } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { useStorageActions, useStorageState } from './use-storage-actions.ts'

/** Where everything lies. */
export function PlaceCard() {
  const actions = useStorageActions()
  const isBusy = useStorageState((state) => state.running !== null)
  const usage = useStorageState((state) => state.usage)
  return (
    <section className="settings-card" aria-labelledby="storage-place">
      <h3 id="storage-place">Library location</h3>
      <p className="selectable storage-path">{usage?.root}</p>
      <p className="settings-note">
        Moving copies everything to an empty folder, on another disk if you like. The old files stay until you delete
        them.
      </p>
      <div className="storage-actions">
        <Button
          icon={<FolderSync size={15} aria-hidden="true" />}
          disabled={isBusy || (usage?.pending ?? null) !== null}
          onClick={() => void actions.move()}
        >
          Move the library…
        </Button>
      </div>
    </section>
  )
}
