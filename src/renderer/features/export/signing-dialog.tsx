import { useState } from 'react'
import { defaultSignerName, signerNameMax } from '../../../shared/domain/signer-name.ts'
import type { SigningIdentity } from '../../../shared/domain/signing.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface SigningDialogProps {
  readonly before: SigningIdentity | null
  readonly onClose: () => void
  readonly onMade: (identity: SigningIdentity) => void
}

/** Asks for the name in a new certificate. */
export function SigningDialog({ before, onClose, onMade }: SigningDialogProps) {
  const { client, describeError } = useServices()
  const [name, setName] = useState(before?.kind === 'made' ? before.name : defaultSignerName)
  const [problem, setProblem] = useState<string | null>(null)
  const make = async () => {
    try {
      onMade(await client.call('credentials.make', { name: name.trim() }))
    } catch (error) {
      setProblem(describeError(error).text)
    }
  }
  return (
    <Dialog title={before === null ? 'Make a certificate' : 'Make a new certificate'} onClose={onClose}>
      <form
        className="export-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void make()
        }}
      >
        <div className="dialog-body">
          <TextField
            label="Name in the certificate"
            value={name}
            maxLength={signerNameMax}
            problem={problem ?? (name.trim() === '' ? 'Give it a name.' : null)}
            data-autofocus
            onChange={(event) => setName(event.target.value)}
          />
          <p className="export-hint">
            Everybody who has a signed file can read it. It need not be your own: nobody checks it.
            {before !== null && ' The key of the certificate you have now is removed and cannot be brought back.'}
          </p>
        </div>
        <footer className="dialog-footer">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={name.trim() === ''}>
            Make
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
