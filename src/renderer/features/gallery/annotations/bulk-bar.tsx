import { Columns2, FolderPlus, Tag, Trash2, Upload, X } from 'lucide-react'
import type { AnnotationChange } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { selectNone } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import './bulk-bar.css'
import { isBulkBarShown } from './bulk-bar-room.ts'
import { FlagField } from './flag-field.tsx'
import './annotations.css'
import { StarsField } from './stars-field.tsx'
import { useChosen } from './use-chosen.ts'
import { useCommonAnnotations } from './common-annotations.ts'

const mostCompared = 9

/** Actions for several images at once, shown over the bottom of the grid while more than one is selected. */
export function BulkBar() {
  const isShown = useGalleryState(isBulkBarShown)
  return isShown ? <BulkActions /> : null
}

function BulkActions() {
  const { store, actions, organize } = useGallery()
  const { intents } = useServices()
  const ids = useChosen()
  const common = useCommonAnnotations(ids)
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const mark = (change: AnnotationChange) => void organize.annotations.mark(ids, change).catch(report)
  if (ids.length < 2) return null
  return (
    <div className="bulk-bar" role="toolbar" aria-label={messages.selectedImages}>
      <IconButton
        label={messages.selectNone}
        command="gallery.none"
        tooltipSide="top"
        onClick={() => selectNone(store)}
      >
        <X size={16} aria-hidden="true" />
      </IconButton>
      <p>{messages.countSelected({ count: formatNumber(ids.length) })}</p>
      <StarsField value={common?.rating} onChange={(rating) => mark({ rating })} />
      <FlagField value={common?.flag} onChange={(flag) => mark({ flag })} />
      <span className="bulk-bar-line" />
      <IconButton
        label={messages.editTags}
        command="gallery.tag"
        tooltipSide="top"
        onClick={() => organize.store.setState({ dialog: { type: 'tag', ids } })}
      >
        <Tag size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.addToCollection}
        command="gallery.add-to-collection"
        tooltipSide="top"
        onClick={() => organize.store.setState({ dialog: { type: 'add-to-collection', ids } })}
      >
        <FolderPlus size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={ids.length > mostCompared ? messages.compareLimit : messages.compare}
        command="gallery.compare"
        tooltipSide="top"
        disabled={ids.length > mostCompared}
        onClick={() => intents.send({ type: 'compare', ids })}
      >
        <Columns2 size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.exportImages}
        command="gallery.export"
        tooltipSide="top"
        onClick={() => intents.send({ type: 'export', ids })}
      >
        <Upload size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.moveToTrash}
        command="gallery.trash"
        tooltipSide="top"
        onClick={() => void actions.trash(ids).catch(report)}
      >
        <Trash2 size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
