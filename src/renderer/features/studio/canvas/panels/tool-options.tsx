import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas.ts'
import { Kbd } from '../../../../ui/kbd.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { PillChoice } from '../../../../ui/pill-choice.tsx'
import { SegmentedControl } from '../../../../ui/segmented-control.tsx'
import { SliderField } from '../../../../ui/slider-field.tsx'
import { SwitchField } from '../../../../ui/switch-field.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { toolNames } from '../../../../editor/session/tool-commands.ts'
import type { ToolId } from '../../../../editor/tools/tool.ts'
import { combineModes } from '../combine-modes.ts'
import { LazyCropOptions, LazyFrameOptions, LazyPlaceOptions } from '../deferred-parts.ts'
import './tool-options.css'

interface OptionsProps {
  readonly session: CanvasSession
}

/** Options of the active tool. */
export function ToolOptionsPanel({ session }: OptionsProps): ReactNode {
  const tool = useStore(session.store, (state) => state.tool)
  return (
    <PanelSection title={toolNames[tool]} aside={<Kbd command={`tool.${tool}`} />}>
      <ToolFields session={session} tool={tool} />
    </PanelSection>
  )
}

export function ToolFields({ session, tool }: OptionsProps & { readonly tool: ToolId }): ReactNode {
  switch (tool) {
    case 'brush':
    case 'eraser':
    case 'colour-eraser':
      return <BrushOptions session={session} />
    case 'colour-brush':
      return (
        <>
          <ColorField session={session} />
          <BrushOptions session={session} />
        </>
      )
    case 'clone':
    case 'heal':
      return <CopyOptions session={session} />
    case 'lasso':
    case 'polygon':
    case 'rectangle':
    case 'ellipse':
      return <ShapeOptions session={session} />
    case 'wand':
      return <WandOptions session={session} />
    case 'bucket':
      return <BucketOptions session={session} />
    case 'gradient':
      return <GradientOptions session={session} />
    case 'eyedropper':
      return <EyedropperOptions session={session} />
    case 'move':
      return <LazyPlaceOptions session={session} />
    case 'frame':
      return <LazyFrameOptions session={session} />
    case 'crop':
      return <LazyCropOptions session={session} />
    case 'hand':
      return <p className="tool-options-hint">{messages.panHint}</p>
    case 'zoom':
      return <p className="tool-options-hint">{messages.zoomHint}</p>
  }
}

const pressureOptions = [
  { value: 'size', label: messages.size },
  { value: 'strength', label: messages.strength },
  { value: 'both', label: messages.both },
  { value: 'none', label: messages.off },
] as const

function BrushOptions({ session }: OptionsProps): ReactNode {
  const brush = useStore(session.store, (state) => state.brush)
  const isSampling = useStore(session.store, (state) => state.targetKind === 'sampling')
  return (
    <>
      <SliderField
        label={messages.size}
        scale="square"
        value={Math.round(brush.sizePx)}
        min={1}
        max={2000}
        unit="px"
        onChange={(sizePx) => session.tools.changeBrush({ sizePx })}
      />
      {/* The sampling area is binary: there the brush is hard and at full strength. */}
      {!isSampling && (
        <>
          <SliderField
            label={messages.hardness}
            value={Math.round(brush.hardness * 100)}
            min={0}
            max={100}
            unit="%"
            onChange={(percent) => session.tools.changeBrush({ hardness: percent / 100 })}
          />
          <SliderField
            label={messages.strength}
            value={Math.round(brush.strength * 100)}
            min={1}
            max={100}
            unit="%"
            onChange={(percent) => session.tools.changeBrush({ strength: percent / 100 })}
          />
        </>
      )}
      <SegmentedControl
        label={messages.penPressure}
        options={pressureOptions}
        value={brush.pressure}
        onChange={(pressure) => session.tools.changeBrush({ pressure })}
      />
    </>
  )
}

function ColorField({ session }: OptionsProps): ReactNode {
  const color = useStore(session.store, (state) => state.options.color)
  return (
    <label className="tool-options-color">
      <span>{messages.color}</span>
      <input
        type="color"
        aria-label={messages.paintColor}
        value={color}
        onChange={(event) => session.tools.changeOptions({ color: event.target.value.toLowerCase() })}
      />
      <output>{color}</output>
    </label>
  )
}

function CombineField({ session }: OptionsProps): ReactNode {
  const combine = useStore(session.store, (state) => state.options.combine)
  return (
    <PillChoice
      label={messages.mode}
      options={combineModes}
      value={combine}
      onChange={(next) => session.tools.changeOptions({ combine: next })}
    />
  )
}

function SoftEdgeField({ session }: OptionsProps): ReactNode {
  const isAntialiased = useStore(session.store, (state) => state.options.isAntialiased)
  return (
    <SwitchField
      label={messages.antiAlias}
      isOn={isAntialiased}
      onChange={(isOn) => session.tools.changeOptions({ isAntialiased: isOn })}
    />
  )
}

function ShapeOptions({ session }: OptionsProps): ReactNode {
  return (
    <>
      <CombineField session={session} />
      <SoftEdgeField session={session} />
      <p className="tool-options-hint">{messages.selectionHint}</p>
    </>
  )
}

function SimilarOptions({ session }: OptionsProps): ReactNode {
  const { tolerance, isContiguous } = useStore(session.store, (state) => state.options)
  return (
    <>
      <SliderField
        label={messages.tolerance}
        value={tolerance}
        min={0}
        max={255}
        onChange={(next) => session.tools.changeOptions({ tolerance: next })}
      />
      <SwitchField
        label={messages.contiguous}
        isOn={isContiguous}
        onChange={(isOn) => session.tools.changeOptions({ isContiguous: isOn })}
      />
      <SampleField session={session} />
    </>
  )
}

function SampleField({ session }: OptionsProps): ReactNode {
  const samplesAll = useStore(session.store, (state) => state.options.samplesAll)
  return (
    <SwitchField
      label={messages.sampleAllLayers}
      isOn={samplesAll}
      onChange={(isOn) => session.tools.changeOptions({ samplesAll: isOn })}
    />
  )
}

function WandOptions({ session }: OptionsProps): ReactNode {
  return (
    <>
      <CombineField session={session} />
      <SimilarOptions session={session} />
      <SoftEdgeField session={session} />
    </>
  )
}

function BucketOptions({ session }: OptionsProps): ReactNode {
  const isPaint = useStore(session.store, (state) => state.targetKind === 'paint')
  return (
    <>
      {isPaint && <ColorField session={session} />}
      <SimilarOptions session={session} />
    </>
  )
}

const gradientOptions = [
  { value: 'linear', label: messages.linear },
  { value: 'radial', label: messages.radial },
] as const

function GradientOptions({ session }: OptionsProps): ReactNode {
  const gradient = useStore(session.store, (state) => state.options.gradient)
  return (
    <>
      <CombineField session={session} />
      <SegmentedControl
        label={messages.gradientType}
        options={gradientOptions}
        value={gradient}
        onChange={(next) => session.tools.changeOptions({ gradient: next })}
      />
      <p className="tool-options-hint">{messages.gradientHint}</p>
    </>
  )
}

function EyedropperOptions({ session }: OptionsProps): ReactNode {
  return (
    <>
      <ColorField session={session} />
      <SampleField session={session} />
    </>
  )
}

function CopyOptions({ session }: OptionsProps): ReactNode {
  const isAligned = useStore(session.store, (state) => state.options.isAligned)
  const cloneFrom = useStore(session.store, (state) => state.cloneFrom)
  return (
    <>
      <p className="tool-options-hint">
        {cloneFrom === null
          ? messages.setSourceHint
          : messages.sourceAt({ x: Math.round(cloneFrom.x), y: Math.round(cloneFrom.y) })}
      </p>
      <BrushOptions session={session} />
      <SwitchField
        label={messages.aligned}
        hint={messages.alignedHint}
        isOn={isAligned}
        onChange={(isOn) => session.tools.changeOptions({ isAligned: isOn })}
      />
      <SampleField session={session} />
    </>
  )
}
