import { ArrowLeft, ArrowRight, ImagePlus, X } from 'lucide-react'
import { useLayoutEffect, useRef, useState, type DragEvent, type ReactNode, type RefObject } from 'react'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { assetUrl } from '../../../shared/domain/image-url.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { referenceImagesMax } from '../../../shared/domain/named-reference.ts'
import { useCover } from '../../client/index.ts'
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
  const grid = useRef<HTMLDivElement>(null)
  const [stepped, setStepped] = useState<Stepped | null>(null)
  useFocusOfStep(grid, stepped)
  const handleDrop = (event: DragEvent) => {
    setOver(false)
    onDrop([...event.dataTransfer.files])
  }
  const move = (from: number, to: number) => onChange((current) => moveImage(current, from, to))
  return (
    <fieldset className="reference-images">
      <legend>{messages.imagesLabel}</legend>
      <div
        ref={grid}
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
            onStep={(step) => {
              move(at, at + step)
              setStepped({ id, step })
            }}
            onRemove={() => onChange((current) => current.filter((each) => each !== id))}
          />
        ))}
        {ids.length < referenceImagesMax && (
          <button type="button" className="reference-images-add" onClick={() => setPicking(true)}>
            <ImagePlus size={16} aria-hidden="true" />
            {ids.length === 0 ? messages.dropImages : <span className="visually-hidden">{messages.addImages}</span>}
          </button>
        )}
      </div>
      {ids.length > 1 && (
        <p className="reference-images-hint">
          {ids.length < referenceImagesMax ? messages.imagesHint : messages.imagesMost({ max: referenceImagesMax })}
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

/** An image that was moved by one of its buttons. */
interface Stepped {
  readonly id: AssetId
  readonly step: 1 | -1
}

/** The button goes with its image; at either end, where it is gone, the other one has the focus. */
function useFocusOfStep(grid: RefObject<HTMLElement | null>, stepped: Stepped | null): void {
  useLayoutEffect(() => {
    if (stepped === null) return
    const image = grid.current?.querySelector(`[data-image="${stepped.id}"]`)
    const button = image?.querySelector<HTMLElement>(`[data-step="${stepped.step}"]`)
    ;(button ?? image?.querySelector<HTMLElement>('[data-step]'))?.focus()
  }, [grid, stepped])
}

interface ReferenceImageProps {
  readonly id: AssetId
  readonly at: number
  readonly count: number
  readonly onMove: (from: number, to: number) => void
  /** By a button, which keeps the focus. */
  readonly onStep: (step: 1 | -1) => void
  readonly onRemove: () => void
}

function ReferenceImage({ id, at, count, onMove, onStep, onRemove }: ReferenceImageProps) {
  const cover = useCover(id)
  const [isTarget, setTarget] = useState(false)
  const number = at + 1
  const handleOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(positionType)) return
    // Otherwise the window, which takes files alone, turns it away.
    event.preventDefault()
    event.stopPropagation()
    event.dataTransfer.dropEffect = 'move'
    setTarget(true)
  }
  const handleDrop = (event: DragEvent) => {
    setTarget(false)
    const from = event.dataTransfer.getData(positionType)
    if (from === '') return
    event.preventDefault()
    event.stopPropagation()
    onMove(Number(from), at)
  }
  return (
    <div
      className={classNames('reference-image', isTarget && 'reference-image-target')}
      data-image={id}
      draggable
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(positionType, String(at))
        dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={handleOver}
      onDragLeave={() => setTarget(false)}
      onDrop={handleDrop}
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
          <IconButton label={messages.moveBefore({ number })} size="small" data-step="-1" onClick={() => onStep(-1)}>
            <ArrowLeft size={12} aria-hidden="true" />
          </IconButton>
        )}
        {at < count - 1 && (
          <IconButton label={messages.moveBehind({ number })} size="small" data-step="1" onClick={() => onStep(1)}>
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
