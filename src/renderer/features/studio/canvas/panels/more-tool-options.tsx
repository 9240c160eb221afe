import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { PillChoice } from '../../../../ui/fields/pill-choice.tsx'
import { SegmentedControl } from '../../../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import { SwitchField } from '../../../../ui/fields/switch-field.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import type { ToolId } from '../../../../editor/tools/tool.ts'
import { combineModes } from '../combine-modes.ts'
import { MarkupOptions } from './markup-options.tsx'
import { FindByWords } from './find-by-words.tsx'
import { BrushOptions, PaintColorField } from './brush-options.tsx'

interface OptionsProps {
  readonly session: CanvasSession
}

/** Options of the tools that are not shown at startup. */
export function MoreToolOptions({ session, tool }: OptionsProps & { readonly tool: ToolId }): ReactNode {
  switch (tool) {
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
    case 'object':
      return <ObjectOptions session={session} />
    case 'bucket':
      return <BucketOptions session={session} />
    case 'gradient':
      return <GradientOptions session={session} />
    case 'markup':
      return <MarkupOptions session={session} />
    case 'eyedropper':
      return <EyedropperOptions session={session} />
    default:
      return null
  }
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
  const isAdding = useStore(session.store, (state) => state.options.combine === 'add')
  return (
    <>
      <CombineField session={session} />
      <SoftEdgeField session={session} />
      <p className="tool-options-hint">{isAdding ? messages.addingHint : messages.selectionHint}</p>
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

function ObjectOptions({ session }: OptionsProps): ReactNode {
  return (
    <>
      <CombineField session={session} />
      <SoftEdgeField session={session} />
      <p className="tool-options-hint">{messages.objectHint}</p>
      <FindByWords session={session} />
    </>
  )
}

function BucketOptions({ session }: OptionsProps): ReactNode {
  const isPaint = useStore(session.store, (state) => state.targetKind === 'paint')
  return (
    <>
      {isPaint && <PaintColorField session={session} />}
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
      <PaintColorField session={session} />
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
