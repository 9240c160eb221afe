import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas.ts'
import { SegmentedControl } from '../../../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'

interface OptionsProps {
  readonly session: CanvasSession
}

const pressureOptions = [
  { value: 'size', label: messages.size },
  { value: 'strength', label: messages.strength },
  { value: 'both', label: messages.both },
  { value: 'none', label: messages.off },
] as const

export function BrushOptions({ session }: OptionsProps): ReactNode {
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

export function PaintColorField({ session }: OptionsProps): ReactNode {
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
