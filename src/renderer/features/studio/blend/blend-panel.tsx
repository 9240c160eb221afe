import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Asset } from '../../../../shared/domain/asset.ts'
import * as messages from '../../../../shared/messages/en/studio-parts.ts'
import { useActiveDocument, useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SliderField } from '../../../ui/fields/slider-field.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'
import { submitAll } from '../submit-all.ts'
import { useStudio } from '../studio-context.ts'
import './blend-panel.css'
import { blendOf, type Blend } from './create-blender.ts'

/** Sliders for how the result is blended into the image. Free to change at any time, because the response is kept. */
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
    <PanelSection title={messages.blend} aside={messages.freePrice}>
      <div className="blend-panel">
        <EdgeSliders blend={blend} onChange={change} />
        <MixSliders blend={blend} onChange={change} />
        <OffsetSliders blend={blend} onChange={change} />
        <SwitchField
          label={messages.alignToImage}
          isOn={blend.isAligned}
          onChange={(isAligned) => change({ isAligned })}
        />
        <BlendProblem />
        {isTouched && (
          <div className="blend-panel-actions">
            <Button size="small" variant="quiet" icon={<RotateCcw size={13} />} onClick={() => blender.drop()}>
              {messages.reset}
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
    <Button size="small" variant="primary" disabled={isKeeping} onClick={() => void keep()}>
      {messages.keepBlend}
    </Button>
  )
}

/** Why there is no preview. */
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
        label={messages.growMask}
        scale="square"
        hint={messages.growMaskHint}
        value={Math.round(blend.growPx)}
        min={0}
        max={512}
        unit="px"
        onChange={(growPx) => onChange({ growPx })}
      />
      <SliderField
        label={messages.feather}
        scale="square"
        hint={messages.featherHint}
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
        label={messages.matchColor}
        hint={messages.matchColorHint}
        value={Math.round(blend.match * 100)}
        min={0}
        max={100}
        unit="%"
        onChange={(percent) => onChange({ match: percent / 100 })}
      />
      <SliderField
        label={messages.soften}
        scale="square"
        hint={messages.softenHint}
        value={Math.round(blend.softenPx)}
        min={0}
        max={512}
        unit="px"
        onChange={(softenPx) => onChange({ softenPx })}
      />
      <SliderField
        label={messages.opacity}
        hint={messages.opacityHint}
        value={Math.round(blend.opacity * 100)}
        min={0}
        max={100}
        unit="%"
        onChange={(percent) => onChange({ opacity: percent / 100 })}
      />
    </>
  )
}

/** Arrow keys move by one pixel, with Shift by ten. */
function OffsetSliders({ blend, onChange }: SlidersProps) {
  return (
    <>
      <SliderField
        label={messages.moveX}
        hint={messages.moveXHint}
        value={Math.round(blend.offsetXPx)}
        min={-512}
        max={512}
        unit="px"
        onChange={(offsetXPx) => onChange({ offsetXPx })}
      />
      <SliderField
        label={messages.moveY}
        hint={messages.moveYHint}
        value={Math.round(blend.offsetYPx)}
        min={-512}
        max={512}
        unit="px"
        onChange={(offsetYPx) => onChange({ offsetYPx })}
      />
    </>
  )
}
