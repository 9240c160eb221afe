import { useState } from 'react'
import { defaultSignerName, signerNameMax } from '../../../shared/domain/signer-name.ts'
import type { SigningIdentity } from '../../../shared/domain/signing.ts'
import { useServices } from '../../client/index.ts'
import { formatDate } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { sessionWords } from './signer-words.ts'
import { useSigner } from './use-signer.ts'

/** Settings: who signs Content Credentials here. */
export function SigningCard() {
  const { client, intents } = useServices()
  const [identity, setIdentity] = useSigner()
  const [asked, setAsked] = useState<'make' | 'remove' | null>(null)
  if (identity === undefined) return null
  const attempt = async (work: () => Promise<SigningIdentity | null>) => {
    try {
      setIdentity(await work())
    } catch (error) {
      intents.send({ do: 'report', error })
    }
  }
  const chooseOwn = () => attempt(async () => (await client.call('credentials.chooseOwn', {})).identity ?? identity)
  const forget = () => attempt(async () => client.call('credentials.forget', {}).then(() => null))
  return (
    <section className="settings-card export-signing" aria-labelledby="export-signing">
      <h3 id="export-signing">Content Credentials</h3>
      <SignerLines identity={identity} />
      <div className="settings-programs">
        <Button size="small" onClick={() => setAsked('make')}>
          {identity === null ? 'Make a certificate…' : 'Make a new one…'}
        </Button>
        <Button size="small" onClick={() => void chooseOwn()}>
          Use my own certificate…
        </Button>
        {identity !== null && (
          <Button size="small" onClick={() => setAsked('remove')}>
            Remove…
          </Button>
        )}
      </div>
      <p className="settings-note">
        A certificate that Atelier makes is on no trust list: other programs will show an unknown signer. One of your
        own is taken from PEM files, which are not needed again.
        {identity?.keptIn !== 'session' && ' The key stays in this computer’s keychain.'} What is signed already stays
        signed, whatever becomes of the key.
      </p>
      {asked === 'remove' && identity !== null && (
        <RemoveSignerDialog
          name={identity.name}
          onClose={() => setAsked(null)}
          onRemove={() => {
            setAsked(null)
            void forget()
          }}
        />
      )}
      {asked === 'make' && (
        <SigningDialog
          before={identity}
          onClose={() => setAsked(null)}
          onMade={(made) => {
            setIdentity(made)
            setAsked(null)
          }}
        />
      )}
    </section>
  )
}

function SignerLines({ identity }: { readonly identity: SigningIdentity | null }) {
  if (identity === null) {
    return <p role="status">Nobody yet. The first signature makes a certificate for “Atelier user”.</p>
  }
  const { kind, name, issuer, validUntilMs, fingerprint, keptIn } = identity
  return (
    <div role="status">
      <p className="export-signer selectable">{name}</p>
      <p className="settings-note">
        {kind === 'made' ? 'Made by Atelier' : `Given out by ${issuer}`} · valid until {formatDate(validUntilMs)}
      </p>
      <p className="settings-note">
        SHA-256 <span className="selectable export-fingerprint">{fingerprint}</span>
      </p>
      {keptIn === 'session' && <p className="settings-note">{sessionWords}</p>}
    </div>
  )
}

interface RemoveSignerDialogProps {
  readonly name: string
  readonly onClose: () => void
  readonly onRemove: () => void
}

/** A key that is removed cannot be brought back: it is asked about first. */
function RemoveSignerDialog({ name, onClose, onRemove }: RemoveSignerDialogProps) {
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

interface SigningDialogProps {
  readonly before: SigningIdentity | null
  readonly onClose: () => void
  readonly onMade: (identity: SigningIdentity) => void
}

/** Asks for the name in a new certificate. */
function SigningDialog({ before, onClose, onMade }: SigningDialogProps) {
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
