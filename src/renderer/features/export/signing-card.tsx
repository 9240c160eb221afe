import { useState } from 'react'
import { defaultSignerName, signerNameMax, type SigningIdentity } from '../../../shared/domain/credentials.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { useServices } from '../../client/index.ts'
import { formatDate } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import { useSigner } from './signer.ts'

/** Settings: the signing identity for Content Credentials. */
export function SigningCard() {
  const { client, intents } = useServices()
  const [identity, setIdentity] = useSigner()
  const [openDialog, setOpenDialog] = useState<'make' | 'remove' | null>(null)
  if (identity === undefined) return null
  const attempt = async (work: () => Promise<SigningIdentity | null>) => {
    try {
      setIdentity(await work())
    } catch (error) {
      intents.send({ type: 'report', error })
    }
  }
  const chooseOwn = () => attempt(async () => (await client.call('credentials.chooseOwn', {})).identity ?? identity)
  const forget = () => attempt(async () => client.call('credentials.forget', {}).then(() => null))
  return (
    <section className="settings-card export-signing" aria-labelledby="export-signing">
      <h3 id="export-signing">{messages.contentCredentials}</h3>
      <SignerLines identity={identity} />
      <div className="settings-programs">
        <Button size="small" onClick={() => setOpenDialog('make')}>
          {identity === null ? messages.createCertificate : messages.replaceCertificate}
        </Button>
        <Button size="small" onClick={() => void chooseOwn()}>
          {messages.ownCertificate}
        </Button>
        {identity !== null && (
          <Button size="small" onClick={() => setOpenDialog('remove')}>
            {messages.remove}
          </Button>
        )}
      </div>
      <p className="settings-note">
        {joinSentences(messages.certificateNote, identity?.keptIn !== 'session' && messages.keyInKeychain)}
      </p>
      {openDialog === 'remove' && identity !== null && (
        <RemoveSignerDialog
          name={identity.name}
          onClose={() => setOpenDialog(null)}
          onRemove={() => {
            setOpenDialog(null)
            void forget()
          }}
        />
      )}
      {openDialog === 'make' && (
        <SigningDialog
          current={identity}
          onClose={() => setOpenDialog(null)}
          onMade={(created) => {
            setIdentity(created)
            setOpenDialog(null)
          }}
        />
      )}
    </section>
  )
}

function SignerLines({ identity }: { readonly identity: SigningIdentity | null }) {
  if (identity === null) {
    return <p role="status">{messages.noCertificateYetFirst}</p>
  }
  const { kind, name, issuer, validUntilMs, fingerprint, keptIn } = identity
  const date = formatDate(validUntilMs)
  return (
    <div role="status">
      <p className="export-signer selectable">{name}</p>
      <p className="settings-note">
        {kind === 'made' ? messages.createdByAtelier({ date }) : messages.issuedBy({ issuer, date })}
      </p>
      <p className="settings-note">
        {messages.sha256} <span className="selectable export-fingerprint">{fingerprint}</span>
      </p>
      {keptIn === 'session' && <p className="settings-note">{messages.keyLostOnQuit}</p>}
    </div>
  )
}

interface RemoveSignerDialogProps {
  readonly name: string
  readonly onClose: () => void
  readonly onRemove: () => void
}

/** A removed key cannot be recovered, so this asks first. */
function RemoveSignerDialog({ name, onClose, onRemove }: RemoveSignerDialogProps) {
  return (
    <Dialog
      title={messages.removeCertificate}
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            {messages.cancel}
          </Button>
          <Button variant="danger" onClick={onRemove}>
            {messages.removeConfirm}
          </Button>
        </>
      }
    >
      <div className="dialog-body">
        <p>{messages.removeCertificateHint({ name })}</p>
      </div>
    </Dialog>
  )
}

interface SigningDialogProps {
  readonly current: SigningIdentity | null
  readonly onClose: () => void
  readonly onMade: (identity: SigningIdentity) => void
}

/** Prompts for the name in a new certificate. */
function SigningDialog({ current, onClose, onMade }: SigningDialogProps) {
  const { client, describeError } = useServices()
  const [name, setName] = useState(current?.kind === 'made' ? current.name : defaultSignerName)
  const [problem, setProblem] = useState<string | null>(null)
  const createIdentity = async () => {
    try {
      onMade(await client.call('credentials.make', { name: name.trim() }))
    } catch (error) {
      setProblem(describeError(error).text)
    }
  }
  return (
    <Dialog
      title={current === null ? messages.createCertificateTitle : messages.replaceCertificateTitle}
      onClose={onClose}
    >
      <form
        className="export-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void createIdentity()
        }}
      >
        <div className="dialog-body">
          <TextField
            label={messages.nameOnCertificate}
            value={name}
            maxLength={signerNameMax}
            problem={problem ?? (name.trim() === '' ? messages.enterName : null)}
            data-autofocus
            onChange={(event) => setName(event.target.value)}
          />
          <p className="export-hint">
            {joinSentences(messages.certificateNameHint, current !== null && messages.currentKeyDeleted)}
          </p>
        </div>
        <footer className="dialog-footer">
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button type="submit" variant="primary" disabled={name.trim() === ''}>
            {messages.create}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
