import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

interface RemoveSignerDialogProps {
  readonly name: string
  readonly onClose: () => void
  readonly onRemove: () => void
}

/** A key that is removed cannot be brought back: it is asked about first. */
export function RemoveSignerDialog({ name, onClose, onRemove }: RemoveSignerDialogProps) {
  return (
    <Dialog
      title="Remove the certificate?"
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button look="danger" onClick={onRemove}>
            Remove
          </Button>
        </>
      }
    >
      <div className="dialog-body">
        <p>
          The key of “{name}” is deleted and cannot be brought back. What is signed with it stays signed. The next
          signature makes a new certificate.
        </p>
      </div>
    </Dialog>
  )
}
