import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { CredentialsCheck } from '../../../../shared/domain/credentials-check.ts'
import type { FileDetails } from '../../../../shared/domain/dialect.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { useServices } from '../../../client/index.ts'
import { formatDate } from '../../../lib/format.ts'
import { InfoRow } from './info-row.tsx'
import { formatSourceType } from './source-type-messages.ts'

interface CredentialsProps {
  readonly asset: Asset
  readonly stated: NonNullable<FileDetails['credentials']>
}

/** What Content Credentials in the file say: at once what stands there, then whether it holds. */
export function Credentials({ asset, stated }: CredentialsProps) {
  const check = useCheck(asset)
  if (check === null || check === 'failed' || check.is === 'none') {
    const who = stated.issuer ?? stated.generator ?? messages.unknownSigner
    return (
      <p className="info-note" aria-busy={check === null}>
        <ShieldQuestion size={13} aria-hidden="true" />{' '}
        {[messages.contentCredentials, who, check === null ? messages.checking : messages.notChecked].join(' · ')}
      </p>
    )
  }
  return <Checked check={check} />
}

function Checked({ check }: { readonly check: CheckedCredentials }) {
  const { state, signer, issuer, signedAtMs, generator, actions, ingredients, problems } = check
  const Icon = state === 'intact' ? ShieldCheck : ShieldAlert
  const from = ingredients.map(
    ({ title, description }) =>
      (title ?? messages.untitledImage) + (description === null ? '' : ` (${description.toLowerCase()})`),
  )
  return (
    <section className="info-credentials" data-state={state} aria-label={messages.contentCredentials}>
      <h4 className="info-credentials-title">{messages.contentCredentials}</h4>
      <p className="info-credentials-state">
        <Icon size={14} aria-hidden="true" /> {credentialStateMessages[state]}
      </p>
      <dl className="info-list">
        <InfoRow name={messages.signedBy} value={<span className="selectable">{signer ?? messages.unknown}</span>} />
        {issuer !== null && (
          <InfoRow name={messages.organization} value={<span className="selectable">{issuer}</span>} />
        )}
        <InfoRow name={messages.signedOn} value={signedAtMs === null ? messages.noTimestamp : formatDate(signedAtMs)} />
        {generator !== null && (
          <InfoRow name={messages.software} value={<span className="selectable">{generator}</span>} />
        )}
        {actions.length > 0 && <InfoRow name={messages.actions} value={<Actions actions={actions} />} />}
        {from.length > 0 && (
          <InfoRow name={messages.ingredients} value={<span className="selectable">{from.join(', ')}</span>} />
        )}
      </dl>
      {state === 'broken' && problems.length > 0 && <p className="info-note selectable">{problems.join(' · ')}</p>}
      <p className="info-note">{messages.signerHint}</p>
    </section>
  )
}

function Actions({ actions }: Pick<CheckedCredentials, 'actions'>) {
  return (
    <ol className="info-credentials-actions selectable">
      {actions.map(({ name, by, digitalSourceType, description }, at) => (
        // eslint-disable-next-line react/no-array-index-key -- the order is what they are told apart by
        <li key={at}>
          {formatAction(name)}
          {by !== null && `, ${by}`}
          {digitalSourceType !== null && ` · ${formatSourceType(digitalSourceType)}`}
          {description !== null && <q>{description}</q>}
        </li>
      ))}
    </ol>
  )
}

/** Whoever walks along the pictures has not asked for each of them. */
const settleMs = 250

function useCheck({ id, isMissing }: Asset): CredentialsCheck | 'failed' | null {
  const { client } = useServices()
  const [found, setFound] = useState<{ readonly id: string; readonly check: CredentialsCheck | 'failed' } | null>(null)
  useEffect(() => {
    if (isMissing) return undefined
    const abort = new AbortController()
    const timer = setTimeout(() => {
      client.call('credentials.check', { id }, { signal: abort.signal }).then(
        (check) => setFound({ id, check }),
        () => !abort.signal.aborted && setFound({ id, check: 'failed' }),
      )
    }, settleMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, id, isMissing])
  return found?.id === id ? found.check : null
}

type CheckedCredentials = Extract<CredentialsCheck, { is: 'checked' }>

/** The actions of C2PA 2.1, section 18.14, that are met in pictures. */
const actions: Readonly<Record<string, string>> = {
  'c2pa.created': messages.created,
  'c2pa.opened': messages.opened,
  'c2pa.edited': messages.edited,
  'c2pa.edited.metadata': messages.metadataEdited,
  'c2pa.placed': messages.contentPlaced,
  'c2pa.removed': messages.contentRemoved,
  'c2pa.resized': messages.resized,
  'c2pa.cropped': messages.cropped,
  'c2pa.transcoded': messages.converted,
  'c2pa.converted': messages.converted,
  'c2pa.repackaged': messages.reencoded,
  'c2pa.color_adjustments': messages.colorsAdjusted,
  'c2pa.filtered': messages.filtered,
  'c2pa.drawing': messages.drawingAdded,
  'c2pa.orientation': messages.rotated,
  'c2pa.enhanced': messages.enhanced,
  'c2pa.adjustedColor': messages.colorsAdjusted,
  'c2pa.watermarked': messages.watermarked,
  'c2pa.published': messages.published,
  'c2pa.redacted': messages.recordRedacted,
  'c2pa.unknown': messages.unknownAction,
}

/** An action for people; what is new to us in its own words. */
function formatAction(name: string): string {
  return actions[name] ?? name
}

const credentialStateMessages: Readonly<Record<CheckedCredentials['state'], string>> = {
  intact: messages.unchangedSinceSigning,
  changed: messages.changedSinceSigning,
  broken: messages.invalidCredentials,
}
