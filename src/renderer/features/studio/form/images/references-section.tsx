import { ImagePlus, X } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../../shared/domain/image-url.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import { takeDropped, useCover, useServices } from '../../../../client/index.ts'
import { classNames } from '../../../../lib/class-names.ts'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { Image } from '../../../../ui/image.tsx'
import { LazyImagePicker } from '../../deferred-parts.ts'
import { useStudio, useStudioState } from '../../studio-context.ts'
import type { ChosenModel } from '../derive-generate-state.ts'
import { useFormChange } from '../generate-context.ts'

/** Reference images for all selected models: dropped here, or chosen from the library. */
export function ReferencesSection({ models }: { readonly models: readonly [ChosenModel, ...ChosenModel[]] }) {
  const services = useServices()
  const { form } = useStudio()
  const ids = useStudioState((state) => state.form.referenceIds)
  const [isPicking, setPicking] = useState(false)
  const [isOver, setOver] = useState(false)
  const change = useFormChange(models[0])
  const max = Math.max(...models.map(({ card }) => card.referencesMax))
  const handleDrop = (event: DragEvent) => {
    setOver(false)
    takeDropped(services, [...event.dataTransfer.files])
      .then((found) => form.addReferences(found))
      .catch((error: unknown) => services.intents.send({ type: 'report', error }))
  }
  return (
    <PanelSection title={messages.referenceImages} aside={`${ids.length} / ${max}`}>
      <div
        className={classNames('references', isOver && 'references-over')}
        // The window ignores drops on elements that handle them.
        data-takes-drop="true"
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={handleDrop}
      >
        {ids.map((id, at) => (
          <Reference
            key={id}
            id={id}
            number={at + 1}
            isSent={at < max}
            onRemove={() => change.form({ referenceIds: ids.filter((each) => each !== id) })}
          />
        ))}
        <button type="button" className="reference-add" onClick={() => setPicking(true)}>
          <ImagePlus size={16} aria-hidden="true" />
          <span className="visually-hidden">{messages.addReferenceImages}</span>
          {ids.length === 0 && <span aria-hidden="true">{messages.dropImages}</span>}
        </button>
      </div>
      {ids.length > 0 && <Limits models={models} count={ids.length} />}
      {isPicking && (
        <LazyImagePicker
          chosen={ids}
          onDone={(next) => change.form({ referenceIds: next })}
          onClose={() => setPicking(false)}
        />
      )}
    </PanelSection>
  )
}

interface LimitsProps {
  readonly models: readonly ChosenModel[]
  readonly count: number
}

/** Models that use fewer images than there are. */
function Limits({ models, count }: LimitsProps) {
  return models
    .filter(({ card }) => card.referencesMax < count)
    .map(({ key, card: { label, referencesMax } }) => (
      <p key={key} className="generate-hint">
        {referencesMax === 0
          ? messages.referencesIgnored({ model: label })
          : messages.referencesLimited({ model: label, max: referencesMax })}
      </p>
    ))
}

interface ReferenceProps {
  readonly id: AssetId
  readonly number: number
  readonly isSent: boolean
  readonly onRemove: () => void
}

function Reference({ id, number, isSent, onRemove }: ReferenceProps) {
  const cover = useCover(id)
  return (
    <div className="reference" data-sent={isSent}>
      <Image
        className={classNames(cover && 'is-covered')}
        src={assetUrl(id, 'thumb-256')}
        alt={messages.referenceImage({ number: number })}
      />
      <IconButton label={messages.removeReferenceImage({ number: number })} size="small" onClick={onRemove}>
        <X size={12} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
