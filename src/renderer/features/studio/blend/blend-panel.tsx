import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { useActiveDocument, useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SliderField } from '../../../ui/slider-field.tsx'
import { SwitchField } from '../../../ui/switch-field.tsx'
import { submitAll } from '../submit-all.ts'
import { useStudio } from '../studio-context.ts'
import './blend-panel.css'
import { blendOf, type Blend } from './create-blender.ts'

/** How the answer lies in the picture: free to change at any time, because the answer is kept. */
export function BlendPanel({ edit }: { readonly edit: Asset }) {
  const { blender, store } = useStudio()
  const documentId = useActiveDocument()?.id ?? null
  const state = useStore(blender.store)
  const isTouched = state.assetId === edit.id && state.blend !== null
  const blend = (isTouched ? state.blend : null) ?? blendOf(edit)
  const change = (part: Partial<Blend>) => blender.change(edit, part)
  const keep = () =>
    submitAll(store, () => Promise.resolve([{ who: null, submit: () => blender.keep(edit, documentId) }]))
  return (
    <PanelSection title="Blend" aside="free, any time">
      <div className="blend-panel">
        <EdgeSliders blend={blend} onChange={change} />
        <MixSliders blend={blend} onChange={change} />
        <OffsetSliders blend={blend} onChange={change} />
        <SwitchField
          label="Align it to the image"
          isOn={blend.isAligned}
          onChange={(isAligned) => change({ isAligned })}
        />
        <BlendProblem />
        {isTouched && (
          <div className="blend-panel-actions">
            <Button size="small" look="quiet" icon={<RotateCcw size={13} />} onClick={() => blender.drop()}>
              Reset
            </Button>
            <KeepButton onKeep={keep} />
          </div>
        )}
      </div>
    </PanelSection>
  )
}

function KeepButton({ onKeep }: { readonly onKeep: () => Promise<void> }) {
  const [isKeeping, setKeeping] = useState(false)
  const keep = async () => {
    setKeeping(true)
    await onKeep()
    setKeeping(false)
  }
  return (
    <Button size="small" look="primary" disabled={isKeeping} onClick={() => void keep()}>
      Keep this blend
    </Button>
  )
}

/** Why there is no look at it. */
function BlendProblem() {
  const { blender } = useStudio()
  const { describeError } = useServices()
  const error = useStore(blender.store, (state) => state.error)
  if (error === null) return null
  return (
    <p className="blend-panel-problem" role="alert">
      {describeError(error).text}
    </p>
  )
}

interface SlidersProps {
  readonly blend: Blend
  readonly onChange: (change: Partial<Blend>) => void
}

function EdgeSliders({ blend, onChange }: SlidersProps) {
  return (
    <>
      <SliderField
        label="Grow mask"
        scale="square"
        hint="Widens the part that is taken from the answer"
        value={Math.round(blend.growPx)}
        min={0}
        max={512}
        unit="px"
        onChange={(growPx) => onChange({ growPx })}
      />
      <SliderField
        label="Feather"
        scale="square"
        hint="Fades from the answer into the image over this many pixels, outwards"
        value={Math.round(blend.featherPx)}
        min={0}
        max={512}
        unit="px"
        onChange={(featherPx) => onChange({ featherPx })}
      />
    </>
  )
}

function MixSliders({ blend, onChange }: SlidersProps) {
  return (
    <>
      <SliderField
        label="Match"
        hint="How much of the difference in color between answer and image is taken out"
        value={Math.round(blend.match * 100)}
        min={0}
        max={100}
        unit="%"
        onChange={(percent) => onChange({ match: percent / 100 })}
      />
      <SliderField
        label="Soften"
        scale="square"
        hint="Fades from the border of the mask inwards"
        value={Math.round(blend.softenPx)}
        min={0}
        max={512}
        unit="px"
        onChange={(softenPx) => onChange({ softenPx })}
      />
      <SliderField
        label="Opacity"
        hint="How much of the answer is seen"
        value={Math.round(blend.opacity * 100)}
        min={0}
        max={100}
        unit="%"
        onChange={(percent) => onChange({ opacity: percent / 100 })}
      />
    </>
  )
}

/** Arrow keys on a slider go by one pixel, with Shift by ten. */
function OffsetSliders({ blend, onChange }: SlidersProps) {
  return (
    <>
      <SliderField
        label="Move X"
        hint="Moves the answer sideways, after the alignment"
        value={Math.round(blend.offsetXPx)}
        min={-512}
        max={512}
        unit="px"
        onChange={(offsetXPx) => onChange({ offsetXPx })}
      />
      <SliderField
        label="Move Y"
        hint="Moves the answer up or down, after the alignment"
        value={Math.round(blend.offsetYPx)}
        min={-512}
        max={512}
        unit="px"
        onChange={(offsetYPx) => onChange({ offsetYPx })}
      />
    </>
  )
}
