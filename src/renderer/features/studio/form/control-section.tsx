import { ImagePlus, X } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { Control } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { usualControlStrength } from '../../../../shared/domain/usual-control-strength.ts'
import { useCover, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { SliderField } from '../../../ui/slider-field.tsx'
import { SwitchField } from '../../../ui/switch-field.tsx'
import { PicturePicker } from '../deferred-parts.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import type { ChosenModel } from './derive-make.ts'
import { useFormChange } from './make-context.ts'
import { takeDropped } from './take-dropped.ts'

interface ControlSectionProps {
  /** The first that takes a control image. */
  readonly model: ChosenModel
}

/** An image that says where things are, the ControlNet that reads it, and how strongly it counts. */
export function ControlSection({ model }: ControlSectionProps) {
  const { store } = useStudio()
  const control = useStudioState((state) => state.form.control)
  const change = useFormChange(model)
  const nets = model.card.control?.nets ?? []
  // A field that is left by a click on another one changes first: what is there by then counts.
  const put = (part: Partial<Control>) => {
    const { control: now } = store.getState().form
    if (now !== null) change.form({ control: { ...now, ...part } })
  }
  if (control === null) {
    return (
      <PanelSection title="Control image">
        {nets.length === 0 ? <NoNets label={model.card.label} /> : <ControlPicture model={model} />}
      </PanelSection>
    )
  }
  // One that is not here, or not for this model, stays until another is chosen: the plan says why it cannot be used.
  const names = nets.includes(control.net) ? nets : [control.net, ...nets]
  return (
    <PanelSection title="Control image">
      <ControlPicture model={model} />
      <SelectField
        label="ControlNet"
        value={control.net}
        options={names.map((value) => ({ value, label: value }))}
        onChange={(net) => put({ net })}
      />
      <SliderField
        label="Strength"
        name="Control strength"
        value={control.strength}
        min={0}
        max={2}
        step={0.05}
        onChange={(strength) => put({ strength })}
      />
      <SwitchField
        label="Find edges first"
        isOn={control.findsEdges}
        hint="For a photo and a canny ControlNet. Off: the image is used as it is."
        onChange={(findsEdges) => put({ findsEdges })}
      />
    </PanelSection>
  )
}

function NoNets({ label }: { readonly label: string }) {
  const { intents } = useServices()
  return (
    <>
      <p className="make-hint">
        There is no ControlNet for {label} on this computer yet: get one, or add the folder that has it.
      </p>
      <Button size="small" onClick={() => intents.send({ do: 'show-models', provider: 'local' })}>
        Go to Models
      </Button>
    </>
  )
}

function ControlPicture({ model }: ControlSectionProps) {
  const services = useServices()
  const { canvas } = useStudio()
  const control = useStudioState((state) => state.form.control)
  const change = useFormChange(model)
  const [isPicking, setPicking] = useState(false)
  const [isOver, setOver] = useState(false)
  const take = (imageId: AssetId | undefined) => {
    const [net] = model.card.control?.nets ?? []
    const usual = net === undefined ? null : { net, strength: usualControlStrength, findsEdges: false }
    const before = control ?? usual
    if (imageId !== undefined && before !== null) change.form({ control: { ...before, imageId } })
  }
  const handleDrop = (event: DragEvent) => {
    setOver(false)
    takeDropped(services, [...event.dataTransfer.files])
      .then(([first]) => take(first))
      .catch((error: unknown) => services.intents.send({ do: 'report', error }))
  }
  const openId = canvas?.store.getState().baseId
  return (
    <>
      <div
        className={classNames('references', isOver && 'references-over')}
        // The window leaves a drop alone that something in it takes.
        data-takes-drop="true"
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={handleDrop}
      >
        {control !== null && <Chosen id={control.imageId} onRemove={() => change.form({ control: null })} />}
        <button type="button" className="reference-add" onClick={() => setPicking(true)}>
          <ImagePlus size={16} aria-hidden="true" />
          <span className="visually-hidden">Choose a control image</span>
          {control === null && <span aria-hidden="true">Drop an image here, or choose one</span>}
        </button>
      </div>
      {openId !== undefined && openId !== control?.imageId && (
        <Button size="small" onClick={() => take(openId)}>
          Use the open image
        </Button>
      )}
      {isPicking && (
        <PicturePicker
          title="Control image"
          isSingle
          chosen={control === null ? [] : [control.imageId]}
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
      <Picture className={classNames(cover && 'is-covered')} src={assetUrl(id, 'thumb-256')} alt="Control image" />
      <IconButton label="Take the control image out" size="small" onClick={onRemove}>
        <X size={12} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
