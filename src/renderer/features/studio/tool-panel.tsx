import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PanelSection } from '../../ui/panel-section.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import type { StudioCanvas } from './studio-canvas.ts'
import { useCanvasState } from './studio-context.ts'
import './tool-panel.css'

export function ToolPanel({ canvas }: { readonly canvas: StudioCanvas }) {
  const isSampling = useCanvasState(canvas, (state) => state.target === 'sampling')
  return (
    <div className="tool-panel">
      <BrushSection canvas={canvas} />
      {isSampling && <SamplingSection canvas={canvas} />}
      <MaskSection canvas={canvas} />
    </div>
  )
}

const pressureOptions = [
  { value: 'size', label: 'Size' },
  { value: 'strength', label: 'Strength' },
  { value: 'both', label: 'Both' },
  { value: 'none', label: 'Off' },
] as const

function BrushSection({ canvas }: { readonly canvas: StudioCanvas }) {
  const brush = useCanvasState(canvas, (state) => state.brush)
  const tool = useCanvasState(canvas, (state) => state.tool)
  const target = useCanvasState(canvas, (state) => state.target)
  return (
    <PanelSection title={tool === 'brush' ? 'Brush' : 'Eraser'} aside={<Kbd binding={tool === 'brush' ? 'B' : 'E'} />}>
      <SliderField
        label="Size"
        scale="square"
        value={Math.round(brush.sizePx)}
        min={1}
        max={2000}
        unit="px"
        onChange={(sizePx) => canvas.changeBrush({ sizePx })}
      />
      {/* A place may be copied from or not: there the brush is hard and at full strength. */}
      {target === 'mask' && (
        <>
          <SliderField
            label="Hardness"
            value={Math.round(brush.hardness * 100)}
            min={0}
            max={100}
            unit="%"
            onChange={(percent) => canvas.changeBrush({ hardness: percent / 100 })}
          />
          <SliderField
            label="Strength"
            value={Math.round(brush.strength * 100)}
            min={1}
            max={100}
            unit="%"
            onChange={(percent) => canvas.changeBrush({ strength: percent / 100 })}
          />
        </>
      )}
      <div className="tool-panel-pressure">
        <SegmentedControl
          label="Pen pressure changes"
          options={pressureOptions}
          value={brush.pressure}
          onChange={(pressure) => canvas.changeBrush({ pressure })}
        />
      </div>
    </PanelSection>
  )
}

function MaskSection({ canvas }: { readonly canvas: StudioCanvas }) {
  const { settings } = useServices()
  const edge = useCanvasState(canvas, (state) => state.edge)
  const target = useCanvasState(canvas, (state) => state.target)
  const change = (part: Partial<typeof edge>) => {
    canvas.changeEdge(part)
    settings.change({ mask: { ...edge, ...part } })
  }
  return (
    <PanelSection title="Mask">
      <SliderField
        label="Grow"
        scale="square"
        hint="Widens what is painted, so that no rim of it is left"
        value={edge.growPx}
        min={0}
        max={512}
        unit="px"
        onChange={(growPx) => change({ growPx })}
      />
      <SliderField
        label="Soft edge"
        scale="square"
        hint="Fades from the fill into the picture over this many pixels"
        value={edge.featherPx}
        min={0}
        max={512}
        unit="px"
        onChange={(featherPx) => change({ featherPx })}
      />
      {target === 'mask' && <TargetActions canvas={canvas} />}
    </PanelSection>
  )
}

function SamplingSection({ canvas }: { readonly canvas: StudioCanvas }) {
  return (
    <PanelSection title="Sampling area" aside={<Kbd binding="G" />}>
      <p className="tool-panel-hint">Where the fill may copy from. It has no soft edge.</p>
      <TargetActions canvas={canvas} />
    </PanelSection>
  )
}

/** Shown in the section of what they act on: the mask, or the sampling area while that is painted. */
function TargetActions({ canvas }: { readonly canvas: StudioCanvas }) {
  const isEmpty = useCanvasState(canvas, (state) => !(state.target === 'mask' ? state.hasMask : state.hasSampling))
  const canRestore = useCanvasState(canvas, (state) => state.canRestore[state.target])
  return (
    <div className="tool-panel-actions">
      <Button size="small" onClick={() => canvas.invert()}>
        Invert
      </Button>
      <Button size="small" disabled={isEmpty} onClick={() => canvas.clear()}>
        Clear
      </Button>
      <Button size="small" disabled={!canRestore} onClick={() => canvas.restore()}>
        Bring back
      </Button>
    </div>
  )
}
