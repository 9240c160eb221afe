import { useMemo } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { AnnotationChange } from '../../../../shared/domain/annotations.ts'
import { useServices } from '../../../client/index.ts'
import { formatCount } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useGallery } from '../gallery-context.ts'
import { TagsField } from './tags-field.tsx'
import { useCommonAnnotations } from './use-common-annotations.ts'

interface TagDialogProps {
  readonly ids: readonly AssetId[]
  readonly onClose: () => void
}

/** Tags of what is chosen, to be written without looking for the panel. */
export function TagDialog({ ids, onClose }: TagDialogProps) {
  const { intents } = useServices()
  const { organize } = useGallery()
  const common = useCommonAnnotations(ids)
  const without = useMemo(() => common?.tags ?? [], [common])
  const mark = (change: AnnotationChange) =>
    void organize.marks.mark(ids, change).catch((error: unknown) => intents.send({ do: 'report', error }))
  const title = ids.length === 1 ? 'Tags of the image' : `Tags of ${formatCount(ids.length, 'image')}`
  return (
    <Dialog
      title={title}
      className="organize-dialog"
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
      onClose={onClose}
    >
      <div className="dialog-body">
        <TagsField
          tags={without}
          count={common?.count ?? ids.length}
          isFocused
          onAdd={(addTags) => mark({ addTags: [...addTags] })}
          onRemove={(tag) => mark({ removeTags: [tag] })}
        />
        <p className="organize-note">Enter or a comma adds a tag. Dashed: only some of the images have it.</p>
      </div>
    </Dialog>
  )
}
