import { ImagePlus, X } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { useStudio, useStudioState } from '../studio-context.ts'
import type { ChosenModel } from './derive-make.ts'
import { useFormChange } from './make-context.ts'
import { PicturePicker } from './picture-picker.tsx'
import { takeDropped } from './take-dropped.ts'

/** Further pictures to go by: dropped here from anywhere, or picked from the gallery. */
export function ReferencesSection({ model }: { readonly model: ChosenModel }) {
  const services = useServices()
  const { make } = useStudio()
  const ids = useStudioState((state) => state.form.referenceIds)
  const [isPicking, setPicking] = useState(false)
  const [isOver, setOver] = useState(false)
  const change = useFormChange(model)
  const max = model.card.referencesMax
  const handleDrop = (event: DragEvent) => {
    setOver(false)
    const paths = [...event.dataTransfer.files].map((file) => services.client.pathOf(file)).filter(Boolean)
    takeDropped(services, paths)
      .then((found) => make.addReferences(found))
      .catch((error: unknown) => services.intents.send({ do: 'report', error }))
  }
  return (
    <PanelSection title="References" aside={`${Math.min(ids.length, max)} / ${max}`}>
      <div
        className={classNames('references', isOver && 'references-over')}
        // The window leaves a drop alone that something in it takes.
        data-takes-drop="true"
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={handleDrop}
      >
        {ids.map((id, at) => (
          <Reference
            key={id}
            id={id}
            place={at + 1}
            isSent={at < max}
            onRemove={() => change.form({ referenceIds: ids.filter((each) => each !== id) })}
          />
        ))}
        <button type="button" className="reference-add" aria-label="Add references" onClick={() => setPicking(true)}>
          <ImagePlus size={16} aria-hidden="true" />
          {ids.length === 0 && <span>drop pictures here, or pick them</span>}
        </button>
      </div>
      {ids.length > max && (
        <p className="make-hint">
          {model.card.label} takes {max === 1 ? 'one' : max}: the dimmed ones are not sent.
        </p>
      )}
      {isPicking && (
        <PicturePicker
          chosen={ids}
          onDone={(next) => change.form({ referenceIds: next })}
          onClose={() => setPicking(false)}
        />
      )}
    </PanelSection>
  )
}

interface ReferenceProps {
  readonly id: AssetId
  readonly place: number
  readonly isSent: boolean
  readonly onRemove: () => void
}

function Reference({ id, place, isSent, onRemove }: ReferenceProps) {
  return (
    <div className="reference" data-sent={isSent}>
      <Picture src={assetUrl(id, 'thumb-256')} alt={`Reference ${place}`} />
      <IconButton label={`Take reference ${place} out`} size="small" onClick={onRemove}>
        <X size={12} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
