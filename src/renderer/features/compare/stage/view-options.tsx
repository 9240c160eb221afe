import { Pause, Play, SplitSquareHorizontal, SplitSquareVertical } from 'lucide-react'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SliderField } from '../../../ui/slider-field.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'

/** What the way of looking that is chosen can be set to. */
export function ViewOptions() {
  const view = useCompareState((state) => state.view)
  if (view === 'slider') return <DividerOption />
  if (view === 'overlay') return <OverlayOption />
  if (view === 'blink') return <BlinkOptions />
  if (view === 'difference') return <ToleranceOption />
  return null
}

function DividerOption() {
  const { store } = useCompare()
  const isAcross = useCompareState((state) => state.isDividedAcross)
  return (
    <IconButton
      label={isAcross ? 'Part them left and right' : 'Part them above and below'}
      command="compare.turn"
      onClick={() => store.setState({ isDividedAcross: !isAcross })}
    >
      {isAcross ? (
        <SplitSquareHorizontal size={16} aria-hidden="true" />
      ) : (
        <SplitSquareVertical size={16} aria-hidden="true" />
      )}
    </IconButton>
  )
}

function OverlayOption() {
  const { store } = useCompare()
  const opacity = useCompareState((state) => state.opacity)
  return (
    <div className="compare-option">
      <SliderField
        label="Opacity"
        min={0}
        max={100}
        unit="%"
        value={Math.round(opacity * 100)}
        onChange={(value) => store.setState({ opacity: value / 100 })}
      />
    </div>
  )
}

function BlinkOptions() {
  const { store } = useCompare()
  const isBlinking = useCompareState((state) => state.isBlinking)
  const blinkMs = useCompareState((state) => state.blinkMs)
  return (
    <>
      <IconButton
        label={isBlinking ? 'Stop blinking' : 'Blink'}
        command="compare.blinking"
        onClick={() => store.setState({ isBlinking: !isBlinking })}
      >
        {isBlinking ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
      </IconButton>
      <div className="compare-option">
        <SliderField
          label="Every"
          name="Time between the two"
          min={0.2}
          max={3}
          step={0.1}
          unit="s"
          value={blinkMs / 1000}
          onChange={(value) => store.setState({ blinkMs: Math.round(value * 1000) })}
        />
      </div>
    </>
  )
}

function ToleranceOption() {
  const { store } = useCompare()
  const tolerance = useCompareState((state) => state.tolerance)
  return (
    <div className="compare-option">
      <SliderField
        label="Ignore up to"
        name="Differences that do not count"
        min={0}
        max={64}
        unit="/ 255"
        value={tolerance}
        hint="A pixel counts as different when one of its channels differs by more than this."
        onChange={(value) => store.setState({ tolerance: value })}
      />
    </div>
  )
}
