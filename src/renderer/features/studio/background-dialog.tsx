import { ImagePlus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { type Background, blurPercentMax, blurPercentMin } from '../../../shared/domain/background.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { assetUrl } from '../../../shared/domain/image-url.ts'
import * as messages from '../../../shared/messages/en/backgrounds.ts'
import { useAsset, useCover, useServices } from '../../client/index.ts'
import { classNames } from '../../lib/class-names.ts'
import { Button } from '../../ui/button.tsx'
import { ColorField, isColor } from '../../ui/fields/color-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Image } from '../../ui/image.tsx'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../ui/fields/slider-field.tsx'
import { ImagePicker } from './form/images/image-picker.tsx'
import './background-dialog.css'

const kinds = [
  { value: 'color', label: messages.color },
  { value: 'image', label: messages.image },
  { value: 'blur', label: messages.blur },
] as const satisfies readonly { readonly value: Background['type']; readonly label: string }[]

interface BackgroundDialogProps {
  readonly ids: readonly AssetId[]
  readonly onClose: () => void
}

/** What to put behind the subjects of images. */
export function BackgroundDialog({ ids, onClose }: BackgroundDialogProps) {
  const { intents, settings } = useServices()
  const [last] = useState(() => settings.store.getState().background)
  const [type, setType] = useState<Background['type']>(last.type)
  const [color, setColor] = useState(last.color)
  const [imageId, setImageId] = useState<AssetId | null>(null)
  const [radiusPercent, setRadiusPercent] = useState(last.radiusPercent)
  const background = toBackground({ type, color, imageId, radiusPercent })
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (background === null) return
    settings.change({ background: { type, color: isColor(color) ? color : last.color, radiusPercent } })
    onClose()
    intents.send({ type: 'remove-backgrounds', ids, background })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button variant="primary" type="submit" form="background" disabled={background === null}>
        {messages.replace}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.replaceBackground({ count: ids.length })} footer={footer} onClose={onClose}>
      <form id="background" className="dialog-body" onSubmit={handleSubmit}>
        <SegmentedControl label={messages.background} options={kinds} value={type} onChange={setType} />
        {type === 'color' && <ColorField label={messages.color} value={color} onChange={setColor} />}
        {type === 'image' && <ImageChoice id={imageId} onChange={setImageId} />}
        {type === 'blur' && (
          <SliderField
            label={messages.blurRadius}
            value={radiusPercent}
            min={blurPercentMin}
            max={blurPercentMax}
            step={0.1}
            unit="%"
            onChange={setRadiusPercent}
          />
        )}
        <p className="background-hint">{hints[type]}</p>
      </form>
    </Dialog>
  )
}

const hints: Readonly<Record<Background['type'], string>> = {
  color: messages.colorHint,
  image: messages.imageHint,
  blur: messages.blurHint,
}

interface Chosen {
  readonly type: Background['type']
  readonly color: string
  readonly imageId: AssetId | null
  readonly radiusPercent: number
}

/** null where something is missing. */
function toBackground({ type, color, imageId, radiusPercent }: Chosen): Background | null {
  switch (type) {
    case 'color':
      return isColor(color) ? { type, color } : null
    case 'image':
      return imageId && { type, id: imageId }
    case 'blur':
      return { type, radiusPercent }
  }
}

interface ImageChoiceProps {
  readonly id: AssetId | null
  readonly onChange: (id: AssetId | null) => void
}

function ImageChoice({ id, onChange }: ImageChoiceProps) {
  const [isPicking, setPicking] = useState(false)
  return (
    <>
      <button type="button" className="background-image" onClick={() => setPicking(true)}>
        {id !== null && <ChosenImage id={id} />}
        <span className={classNames(id !== null && 'visually-hidden')}>
          <ImagePlus size={16} aria-hidden="true" /> {messages.chooseImage}
        </span>
      </button>
      {isPicking && (
        <ImagePicker
          title={messages.background}
          isSingle
          chosen={id === null ? [] : [id]}
          onDone={([chosen]) => onChange(chosen ?? null)}
          onClose={() => setPicking(false)}
        />
      )}
    </>
  )
}

function ChosenImage({ id }: { readonly id: AssetId }) {
  const asset = useAsset(id)
  const cover = useCover(id)
  return (
    <Image
      className={classNames(cover !== null && 'is-covered')}
      src={assetUrl(id, 'thumb-256')}
      alt={asset?.name ?? ''}
    />
  )
}
