import { useState } from 'react'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useGallery } from './gallery-context.ts'

export function PurgeDialog({ ids }: { readonly ids: readonly AssetId[] }) {
  const { store, actions } = useGallery()
  const { describeError } = useServices()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const close = () => store.setState({ toPurge: null })
  const handlePurge = async () => {
    setIsBusy(true)
    try {
      await actions.purge()
    } catch (thrown) {
      setError(thrown)
      setIsBusy(false)
    }
  }
  const buttons = (
    <>
      <Button data-autofocus onClick={close}>
        Cancel
      </Button>
      <Button look="danger" disabled={isBusy} onClick={() => void handlePurge()}>
        Delete for good
      </Button>
    </>
  )
  return (
    <Dialog title={`Delete ${formatCount(ids.length, 'image')} for good?`} footer={buttons} onClose={close}>
      <div className="dialog-body">
        <p>The {ids.length === 1 ? 'file is' : 'files are'} deleted from this computer. This cannot be undone.</p>
        {error !== null && (
          <p className="gallery-problem" role="alert">
            {describeError(error).text}
          </p>
        )}
      </div>
    </Dialog>
  )
}
