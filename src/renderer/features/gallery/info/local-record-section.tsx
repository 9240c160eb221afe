import type { LocalRecord } from '../../../../shared/domain/local-record.ts'
import { localRecordFacts } from '../../../lib/local-record-facts.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { InfoRow } from './info-row.tsx'

/** What an image of this computer was drawn with. */
export function LocalRecordSection({ record }: { readonly record: LocalRecord | null }) {
  if (record === null) return null
  return (
    <PanelSection title="Drawn on this computer">
      <dl className="info-list">
        {localRecordFacts(record).map(({ name, value, whole }) => (
          <InfoRow
            key={value}
            name={name}
            value={
              <span className="selectable" title={whole}>
                {value}
              </span>
            }
          />
        ))}
      </dl>
    </PanelSection>
  )
}
