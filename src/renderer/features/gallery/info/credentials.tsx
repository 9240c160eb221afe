import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { CredentialsCheck } from '../../../../shared/domain/credentials-check.ts'
import type { FileDetails } from '../../../../shared/domain/dialect.ts'
import { useServices } from '../../../client/index.ts'
import { formatDate } from '../../../lib/format.ts'
import { InfoRow } from './info-row.tsx'
import { sourceTypeWords } from './source-type-words.ts'

interface CredentialsProps {
  readonly asset: Asset
  readonly stated: NonNullable<FileDetails['credentials']>
}

/** What Content Credentials in the file say: at once what stands there, then whether it holds. */
export function Credentials({ asset, stated }: CredentialsProps) {
  const check = useCheck(asset)
  if (check === null || check === 'failed' || check.is === 'none') {
    const who = stated.issuer ?? stated.generator ?? 'somebody unnamed'
    return (
      <p className="info-note" aria-busy={check === null}>
        <ShieldQuestion size={13} aria-hidden="true" /> Content Credentials by {who}
        {check === null ? ', being checked…' : '. They could not be checked.'}
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
      (title ?? 'an image without a name') + (description === null ? '' : ` (${description.toLowerCase()})`),
  )
  return (
    <section className="info-credentials" data-state={state} aria-label="Content Credentials">
      <h4 className="info-credentials-title">Content Credentials</h4>
      <p className="info-credentials-state">
        <Icon size={14} aria-hidden="true" /> {credentialStateWords[state]}
      </p>
      <dl className="info-list">
        <InfoRow name="Signed by" value={<span className="selectable">{signer ?? 'Unknown'}</span>} />
        {issuer !== null && <InfoRow name="For" value={<span className="selectable">{issuer}</span>} />}
        <InfoRow name="Signed" value={signedAtMs === null ? 'Without a time stamp' : formatDate(signedAtMs)} />
        {generator !== null && <InfoRow name="With" value={<span className="selectable">{generator}</span>} />}
        {actions.length > 0 && <InfoRow name="What was done" value={<Actions actions={actions} />} />}
        {from.length > 0 && <InfoRow name="From" value={<span className="selectable">{from.join(', ')}</span>} />}
      </dl>
      {state === 'broken' && problems.length > 0 && <p className="info-note selectable">{problems.join(' · ')}</p>}
      <p className="info-note">
        Who signed is not checked against a list of trust: anybody can make a certificate with any name.
      </p>
    </section>
  )
}

function Actions({ actions }: Pick<CheckedCredentials, 'actions'>) {
  return (
    <ol className="info-credentials-actions selectable">
      {actions.map(({ name, by, digitalSourceType, description }, at) => (
        // eslint-disable-next-line react/no-array-index-key -- the order is what they are told apart by
        <li key={at}>
          {actionWords(name)}
          {by !== null && `, ${by}`}
          {digitalSourceType !== null && ` · ${sourceTypeWords(digitalSourceType)}`}
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
  'c2pa.created': 'Created',
  'c2pa.opened': 'Opened',
  'c2pa.edited': 'Edited',
  'c2pa.edited.metadata': 'Metadata edited',
  'c2pa.placed': 'Something placed in it',
  'c2pa.removed': 'Something taken out',
  'c2pa.resized': 'Resized',
  'c2pa.cropped': 'Cropped',
  'c2pa.transcoded': 'Saved in another form',
  'c2pa.converted': 'Saved in another form',
  'c2pa.repackaged': 'Re-encoded',
  'c2pa.color_adjustments': 'Colors adjusted',
  'c2pa.filtered': 'Filtered',
  'c2pa.drawing': 'Drawn on',
  'c2pa.orientation': 'Turned',
  'c2pa.enhanced': 'Enhanced',
  'c2pa.adjustedColor': 'Colors adjusted',
  'c2pa.watermarked': 'Watermarked',
  'c2pa.published': 'Published',
  'c2pa.redacted': 'Something left out of the record',
  'c2pa.unknown': 'Something was done',
}

/** An action for people; what is new to us in its own words. */
function actionWords(name: string): string {
  return actions[name] ?? name
}

const credentialStateWords: Readonly<Record<CheckedCredentials['state'], string>> = {
  intact: 'Unchanged since it was signed',
  changed: 'Changed since it was signed',
  broken: 'The credentials do not hold',
}
