import { MapPin, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { CredentialsCheck } from '../../../../shared/domain/credentials.ts'
import type { FileDetails } from '../../../../shared/domain/metadata-dialect.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import { useServices } from '../../../client/index.ts'
import { formatDate } from '../../../lib/format.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { formatFacetValue } from '../search/facet-messages.ts'
import { InfoRow, LongText } from './info-row.tsx'

const labels: Readonly<Record<string, string>> = {
  trainedAlgorithmicMedia: messages.aiGenerated,
  compositeWithTrainedAlgorithmicMedia: messages.partlyAiGenerated,
  compositeSynthetic: messages.compositeSyntheticParts,
  algorithmicMedia: messages.madeBySoftware,
  algorithmicallyEnhanced: messages.enhancedBySoftware,
  digitalCapture: messages.digitalCamera,
  computationalCapture: messages.computationalPhoto,
  multiFrameComputationalCapture: messages.computationalPhotoSeveralFrames,
  compositeCapture: messages.compositePhotos,
  negativeFilm: messages.scannedFromNegative,
  positiveFilm: messages.scannedFromSlide,
  print: messages.scannedFromPrint,
  humanEdits: messages.editedByHand,
  digitalCreation: messages.digitalArtwork,
  digitalArt: messages.digitalArtwork,
  dataDrivenMedia: messages.dataVisualization,
  screenCapture: messages.screenCapture,
  virtualRecording: messages.virtualRecording,
  composite: messages.composite,
}

/** Stepping through images must not load metadata for each of them. */
const settleMs = 250

/** C2PA 2.1 actions (section 18.14) that occur in images. */
const actionNames: Readonly<Record<string, string>> = {
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

const credentialStateMessages: Readonly<Record<CheckedCredentials['state'], string>> = {
  intact: messages.unchangedSinceSigning,
  changed: messages.changedSinceSigning,
  broken: messages.invalidCredentials,
}

/** Metadata embedded in the file; nothing if there is none. */
export function FileMetadataSection({ asset }: { readonly asset: Asset }) {
  const details = useDetails(asset)
  if (details === 'failed') {
    return (
      <PanelSection title={messages.fileMetadata}>
        <p className="info-note">{messages.metadataUnreadable}</p>
      </PanelSection>
    )
  }
  if (details === null || isEmpty(details)) return null
  const { dialect, tool, fields, hasWorkflow, photo, hasLocation, digitalSourceType } = details
  const source = tool ?? (dialect === null || dialect === 'text' ? null : formatFacetValue('tool', dialect))
  return (
    <PanelSection title={messages.fileMetadata}>
      <dl className="info-list">
        {source !== null && <InfoRow name={messages.software} value={<span className="selectable">{source}</span>} />}
        {digitalSourceType !== null && <InfoRow name={messages.source} value={formatSourceType(digitalSourceType)} />}
        {hasWorkflow && <InfoRow name={messages.workflow} value={messages.embedded} />}
        {photo.map(({ name, value }) => (
          <InfoRow key={`${name} ${value}`} name={name} value={<LongText text={value} what={name} />} />
        ))}
      </dl>
      {hasLocation && (
        <p className="info-note">
          <MapPin size={13} aria-hidden="true" /> {messages.containsLocation}
        </p>
      )}
      {fields.length > 0 && (
        <Disclosure title={messages.fieldCount({ count: fields.length })}>
          <dl className="info-list info-fields">
            {fields.map(({ name, value }) => (
              <InfoRow key={`${name} ${value}`} name={name} value={<LongText text={value} what={name} />} />
            ))}
          </dl>
        </Disclosure>
      )}
      {details.credentials !== null && <Credentials asset={asset} stated={details.credentials} />}
    </PanelSection>
  )
}

function isEmpty(details: FileDetails): boolean {
  const { dialect, tool, fields, hasWorkflow, photo, hasLocation, digitalSourceType, credentials } = details
  const says = tool !== null || hasWorkflow || hasLocation || digitalSourceType !== null || credentials !== null
  return !says && dialect === null && fields.length === 0 && photo.length === 0
}

function useDetails({ id, isMissing }: Asset): FileDetails | 'failed' | null {
  const { client } = useServices()
  const [found, setFound] = useState<{ readonly id: string; readonly details: FileDetails | 'failed' } | null>(null)
  useEffect(() => {
    if (isMissing) return undefined
    const abort = new AbortController()
    client.call('catalogue.details', { id }, { signal: abort.signal }).then(
      (details) => setFound({ id, details }),
      () => !abort.signal.aborted && setFound({ id, details: 'failed' }),
    )
    return () => abort.abort()
  }, [client, id, isMissing])
  return found?.id === id ? found.details : null
}

interface CredentialsProps {
  readonly asset: Asset
  readonly stated: NonNullable<FileDetails['credentials']>
}

/** Content Credentials in the file: first what they state, then whether they verify. */
function Credentials({ asset, stated }: CredentialsProps) {
  const check = useCheck(asset)
  if (check === null || check === 'failed' || check.type === 'none') {
    const signer = stated.issuer ?? stated.generator ?? messages.unknownSigner
    return (
      <p className="info-note" aria-busy={check === null}>
        <ShieldQuestion size={13} aria-hidden="true" />{' '}
        {[messages.contentCredentials, signer, check === null ? messages.checking : messages.notChecked].join(' · ')}
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
      <h3 className="info-credentials-title">{messages.contentCredentials}</h3>
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
          <InfoRow name={messages.ingredients} value={<span className="selectable">{joinList(from)}</span>} />
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

type CheckedCredentials = Extract<CredentialsCheck, { type: 'checked' }>

/** Formats an action name; unknown ones are shown verbatim. */
function formatAction(name: string): string {
  return actionNames[name] ?? name
}

/** Formats IPTC's digital source type; unknown ones are shown verbatim. */
function formatSourceType(digitalSourceType: string): string {
  return labels[digitalSourceType] ?? digitalSourceType
}
