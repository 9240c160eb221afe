import { ArrowLeft, ArrowRight, ImagePlus, X } from 'lucide-react'
import { useState, type DragEvent, type ReactNode } from 'react'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { assetUrl } from '../../../shared/domain/image-url.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { imagesOfReferenceMax, useCover } from '../../client/index.ts'
import { classNames } from '../../lib/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Image } from '../../ui/image.tsx'
import { moveImage, withImages } from './reference-draft.ts'

/** Images of the library to choose from. */
export interface PickerProps {
  readonly title: string
  readonly chosen: readonly AssetId[]
  readonly onDone: (ids: readonly AssetId[]) => void
  readonly onClose: () => void
}

interface ReferenceImagesProps {
  readonly ids: readonly AssetId[]
  readonly renderPicker: (props: PickerProps) => ReactNode
  readonly onChange: (update: (ids: readonly AssetId[]) => AssetId[]) => void
  readonly onDrop: (files: readonly File[]) => void
}

/** Marks a drag within the list: its position there. */
const positionType = 'application/x-atelier-position'

/** The images of a reference: chosen from the library or dropped, ordered by drag or by buttons. */
export function ReferenceImages({ ids, renderPicker, onChange, onDrop }: ReferenceImagesProps) {
  const [isPicking, setPicking] = useState(false)
  const [isOver, setOver] = useState(false)
  const handleDrop = (event: DragEvent) => {
    setOver(false)
    onDrop([...event.dataTransfer.files])
  }
  const move = (from: number, to: number) => onChange((current) => moveImage(current, from, to))
  return (
    <fieldset className="reference-images">
      <legend>{messages.imagesLabel}</legend>
      <div
        className={classNames('reference-images-grid', isOver && 'reference-images-over')}
        // The window ignores drops on elements that handle them.
        data-takes-drop="true"
        onDragOver={(event) => setOver(event.dataTransfer.types.includes('Files'))}
        onDragLeave={() => setOver(false)}
        onDrop={handleDrop}
      >
        {ids.map((id, at) => (
          <ReferenceImage
            key={id}
            id={id}
            at={at}
            count={ids.length}
            onMove={move}
            onRemove={() => onChange((current) => current.filter((each) => each !== id))}
          />
        ))}
        {ids.length < imagesOfReferenceMax && (
          <button type="button" className="reference-images-add" onClick={() => setPicking(true)}>
            <ImagePlus size={16} aria-hidden="true" />
            {ids.length === 0 ? messages.dropImages : <span className="visually-hidden">{messages.addImages}</span>}
          </button>
        )}
      </div>
      {ids.length > 1 && (
        <p className="reference-images-hint">
          {ids.length < imagesOfReferenceMax ? messages.imagesHint : messages.imagesMost({ max: imagesOfReferenceMax })}
        </p>
      )}
      {isPicking &&
        renderPicker({
          title: messages.addImages,
          chosen: ids,
          onDone: (next) => onChange(() => withImages([], next)),
          onClose: () => setPicking(false),
        })}
    </fieldset>
  )
}

interface ReferenceImageProps {
  readonly id: AssetId
  readonly at: number
  readonly count: number
  readonly onMove: (from: number, to: number) => void
  readonly onRemove: () => void
}

function ReferenceImage({ id, at, count, onMove, onRemove }: ReferenceImageProps) {
  const cover = useCover(id)
  const number = at + 1
  return (
    <div
      className="reference-image"
      draggable
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(positionType, String(at))
        dataTransfer.effectAllowed = 'move'
      }}
      onDrop={({ dataTransfer }) => {
        const from = dataTransfer.getData(positionType)
        if (from !== '') onMove(Number(from), at)
      }}
    >
      <Image
        className={classNames(cover && 'is-covered')}
        src={assetUrl(id, 'thumb-256')}
        alt={messages.imageNumber({ number })}
      />
      <span className="reference-image-number" aria-hidden="true">
        {number}
      </span>
      <div className="reference-image-actions">
        {at > 0 && (
          <IconButton label={messages.moveBefore({ number })} size="small" onClick={() => onMove(at, at - 1)}>
            <ArrowLeft size={12} aria-hidden="true" />
          </IconButton>
        )}
        {at < count - 1 && (
          <IconButton label={messages.moveBehind({ number })} size="small" onClick={() => onMove(at, at + 1)}>
            <ArrowRight size={12} aria-hidden="true" />
          </IconButton>
        )}
        <IconButton label={messages.removeImage({ number })} size="small" onClick={onRemove}>
          <X size={12} aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  )
}
