import { MapPin } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FileDetails } from '../../../../shared/domain/dialect.ts'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { useServices } from '../../../client/index.ts'
import { formatCount } from '../../../lib/format.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { facetWords } from '../search/facet-words.ts'
import { Credentials } from './credentials.tsx'
import { InfoRow } from './info-row.tsx'
import { LongText } from './long-text.tsx'
import { sourceTypeWords } from './source-type-words.ts'

/** What the file says about itself; nothing where it says nothing. */
export function FileWords({ asset }: { readonly asset: Asset }) {
  const details = useDetails(asset)
  if (details === 'failed') {
    return (
      <PanelSection title="The file’s own words">
        <p className="info-note">They could not be read. The image itself is as it was.</p>
      </PanelSection>
    )
  }
  if (details === null || isEmpty(details)) return null
  const { dialect, tool, fields, hasWorkflow, photo, hasLocation, digitalSourceType } = details
  const maker = tool ?? (dialect === null || dialect === 'text' ? null : facetWords('tool', dialect))
  return (
    <PanelSection title="The file’s own words">
      <dl className="info-list">
        {maker !== null && <InfoRow name="Made with" value={<span className="selectable">{maker}</span>} />}
        {digitalSourceType !== null && <InfoRow name="Source" value={sourceTypeWords(digitalSourceType)} />}
        {hasWorkflow && <InfoRow name="Workflow" value="is in the file" />}
        {photo.map(({ name, value }) => (
          <InfoRow key={`${name} ${value}`} name={name} value={<LongText text={value} what={name} />} />
        ))}
      </dl>
      {hasLocation && (
        <p className="info-note">
          <MapPin size={13} aria-hidden="true" /> It says where it was taken. Exports leave that out by default.
        </p>
      )}
      {fields.length > 0 && (
        <Disclosure title={formatCount(fields.length, 'field')}>
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
