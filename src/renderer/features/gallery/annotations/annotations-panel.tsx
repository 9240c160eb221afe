import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { AnnotationChange } from '../../../../shared/domain/annotations.ts'
import { useServices } from '../../../client/index.ts'
import { formatCount } from '../../../lib/format.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useGallery } from '../gallery-context.ts'
import { InCollections } from '../collections/in-collections.tsx'
import { FlagField } from './flag-field.tsx'
import { LabelField } from './label-field.tsx'
import './annotations.css'
import { NotesField } from './notes-field.tsx'
import { StarsField } from './stars-field.tsx'
import { TagsField } from './tags-field.tsx'
import { useCommonAnnotations } from './use-common-annotations.ts'

/** What a person says of one picture, or of several at once. */
export function AnnotationsPanel({ ids }: { readonly ids: readonly AssetId[] }) {
  const { intents } = useServices()
  const { organize } = useGallery()
  const common = useCommonAnnotations(ids)
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const mark = (change: AnnotationChange) => void organize.marks.mark(ids, change).catch(report)
  // For the notes: those of another picture are another text.
  const key = ids.length === 1 ? ids[0] : `${ids.length} from ${ids[0]}`
  return (
    <PanelSection title="Marks" aside={ids.length > 1 && formatCount(ids.length, 'image')}>
      <div className="marks-row">
        <StarsField value={common?.rating} onChange={(rating) => mark({ rating })} />
        <FlagField value={common?.flag} onChange={(flag) => mark({ flag })} />
      </div>
      <LabelField value={common?.label} onChange={(label) => mark({ label })} />
      <TagsField
        tags={common?.tags ?? []}
        count={common?.count ?? ids.length}
        onAdd={(addTags) => mark({ addTags: [...addTags] })}
        onRemove={(tag) => mark({ removeTags: [tag] })}
      />
      {ids.length === 1 && ids[0] !== undefined && <InCollections id={ids[0]} />}
      {common !== null && (
        <NotesField
          key={key}
          value={common.notes}
          onKeep={(notes) => void organize.marks.keepNotes(ids, notes).catch(report)}
        />
      )}
      {common === null && ids.length > 1 && (
        <p className="marks-many">Too many to show what they have in common. What is set here counts for all.</p>
      )}
    </PanelSection>
  )
}
