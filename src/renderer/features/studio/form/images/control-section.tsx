import { ImagePlus, X } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { Control } from '../../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../../shared/domain/image-url.ts'
import { usualControlStrength } from '../../../../../shared/domain/control.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import { takeDropped, useCover, useServices } from '../../../../client/index.ts'
import { classNames } from '../../../../lib/class-names.ts'
import { Button } from '../../../../ui/button.tsx'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { Image } from '../../../../ui/image.tsx'
import { SelectField } from '../../../../ui/fields/select-field.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import { LazyImagePicker } from '../../deferred-parts.ts'
import { useStudio, useStudioState } from '../../studio-context.ts'
import type { ChosenModel } from '../derive-generate-state.ts'
import { useFormChange } from '../generate-context.ts'
import { Preprocessor, useControlSource } from './preprocessor.tsx'

interface ControlSectionProps {
  /** The first selected model that supports a control image. */
  readonly model: ChosenModel
}

/** The control image, the ControlNet that reads it, and its strength. */
export function ControlSection({ model }: ControlSectionProps) {
  const { store } = useStudio()
  const control = useStudioState((state) => state.form.control)
  const change = useFormChange(model)
  const nets = model.card.control?.nets ?? []
  // A field that loses focus commits first: read the latest state.
  const update = (part: Partial<Control>) => {
    const { control: current } = store.getState().form
    if (current !== null) change.form({ control: { ...current, ...part } })
  }
  if (control === null) {
    return (
      <PanelSection title={messages.controlImage}>
        {nets.length === 0 ? <NoNets label={model.card.label} /> : <ControlImage model={model} />}
      </PanelSection>
    )
  }
  // A missing or unsuitable ControlNet stays listed until another is selected: the plan says why it cannot be used.
  const names = nets.includes(control.net) ? nets : [control.net, ...nets]
  return (
    <PanelSection title={messages.controlImage}>
      <ControlImage model={model} />
      <Preprocessor model={model} control={control} />
      <SelectField
        label={messages.controlNet}
        value={control.net}
        options={names.map((value) => ({ value, label: value }))}
        onChange={(net) => update({ net })}
      />
      <SliderField
        label={messages.strength}
        name={messages.controlStrength}
        value={control.strength}
        min={0}
        max={2}
        step={0.05}
        onChange={(strength) => update({ strength })}
      />
    </PanelSection>
  )
}

function NoNets({ label }: { readonly label: string }) {
  const { intents } = useServices()
  return (
    <>
      <p className="generate-hint">{messages.noControlNet({ model: label })}</p>
      <Button size="small" onClick={() => intents.send({ type: 'show-models', provider: 'local' })}>
        {messages.openModels}
      </Button>
    </>
  )
}

function ControlImage({ model }: ControlSectionProps) {
  const services = useServices()
  const { canvas } = useStudio()
  const control = useStudioState((state) => state.form.control)
  const change = useFormChange(model)
  const [isPicking, setPicking] = useState(false)
  const [isOver, setOver] = useState(false)
  const take = (imageId: AssetId | undefined) => {
    const [net] = model.card.control?.nets ?? []
    const usual = net === undefined ? null : { net, strength: usualControlStrength, findsEdges: false }
    const previous = control ?? usual
    if (imageId !== undefined && previous !== null) change.form({ control: { ...previous, imageId } })
  }
  const handleDrop = (event: DragEvent) => {
    setOver(false)
    takeDropped(services, [...event.dataTransfer.files])
      .then(([first]) => take(first))
      .catch((error: unknown) => services.intents.send({ type: 'report', error }))
  }
  const openId = canvas?.store.getState().baseId
  const { sourceId } = useControlSource(control)
  const chosenId = sourceId ?? control?.imageId ?? null
  return (
    <>
      <div
        className={classNames('references', isOver && 'references-over')}
        // The window ignores drops on elements that handle them.
        data-takes-drop="true"
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={handleDrop}
      >
        {chosenId !== null && <Chosen id={chosenId} onRemove={() => change.form({ control: null })} />}
        <button type="button" className="reference-add" onClick={() => setPicking(true)}>
          <ImagePlus size={16} aria-hidden="true" />
          <span className="visually-hidden">{messages.chooseControlImage}</span>
          {control === null && <span aria-hidden="true">{messages.dropImage}</span>}
        </button>
      </div>
      {openId !== undefined && openId !== chosenId && (
        <Button size="small" onClick={() => take(openId)}>
          {messages.openImageAsControl}
        </Button>
      )}
      {isPicking && (
        <LazyImagePicker
          title={messages.controlImage}
          isSingle
          chosen={chosenId === null ? [] : [chosenId]}
          onDone={([id]) => take(id)}
          onClose={() => setPicking(false)}
        />
      )}
    </>
  )
}

function Chosen({ id, onRemove }: { readonly id: AssetId; readonly onRemove: () => void }) {
  const cover = useCover(id)
  return (
    <div className="reference">
      <Image
        className={classNames(cover && 'is-covered')}
        src={assetUrl(id, 'thumb-256')}
        alt={messages.controlImage}
      />
      <IconButton label={messages.removeControlImage} size="small" onClick={onRemove}>
        <X size={12} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
