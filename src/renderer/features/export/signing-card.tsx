import { useState } from 'react'
import type { SigningIdentity } from '../../../shared/domain/signing.ts'
import { useServices } from '../../client/index.ts'
import { formatDate } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { RemoveSignerDialog } from './remove-signer-dialog.tsx'
import { sessionWords } from './signer-words.ts'
import { SigningDialog } from './signing-dialog.tsx'
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
