import { MapPin } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FileDetails } from '../../../../shared/domain/dialect.ts'
import type { Asset } from '../../../../shared/domain/asset.ts'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { useServices } from '../../../client/index.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { formatFacetValue } from '../search/facet-messages.ts'
import { Credentials } from './credentials.tsx'
import { InfoRow } from './info-row.tsx'
import { LongText } from './long-text.tsx'
import { formatSourceType } from './source-type-messages.ts'

/** What the file says about itself; nothing where it says nothing. */
export function FileMetadata({ asset }: { readonly asset: Asset }) {
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
  const maker = tool ?? (dialect === null || dialect === 'text' ? null : formatFacetValue('tool', dialect))
  return (
    <PanelSection title={messages.fileMetadata}>
      <dl className="info-list">
        {maker !== null && <InfoRow name={messages.software} value={<span className="selectable">{maker}</span>} />}
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
