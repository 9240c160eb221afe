import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import type { Rect, Size } from '../../../../../shared/util/geometry.ts'
import { frameForRatio, frameRatios, longestSidePx } from '../../../../lib/frame-shapes.ts'
import { Button } from '../../../../ui/button.tsx'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { SelectField } from '../../../../ui/fields/select-field.tsx'
import { NumberField } from '../../../../ui/fields/number-field.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'

interface OptionsProps {
  readonly session: CanvasSession
}

/** Share of the image's side per press. */
const sideShare = 0.25

const sides = [
  ['left', messages.extendLeft, ArrowLeft],
  ['top', messages.extendUp, ArrowUp],
  ['bottom', messages.extendDown, ArrowDown],
  ['right', messages.extendRight, ArrowRight],
] as const

/** Options for the new extent of the image. */
export function FrameOptions({ session }: OptionsProps): ReactNode {
  const frame = useStore(session.store, (state) => state.frame)
  const size = useStore(session.store, (state) => state.size)
  return (
    <>
      <div className="tool-options-sides" dir="ltr" role="group" aria-label={messages.extendOneSide}>
        <span aria-hidden="true">{messages.extendByQuarter}</span>
        {sides.map(([side, label, Icon]) => (
          <IconButton
            key={side}
            label={label}
            command={`frame.${side}`}
            onClick={() => session.extent.extendFrame(side, sideShare)}
          >
            <Icon size={15} aria-hidden="true" />
          </IconButton>
        ))}
      </div>
      <RatioField session={session} onChoose={(ratio) => session.extent.changeFrame(frameForRatio(size, ratio))} />
      {frame === null ? (
        <p className="tool-options-hint">{messages.frameHint}</p>
      ) : (
        <>
          <FrameNumbers session={session} frame={frame} />
          <div className="tool-options-row">
            <Button size="small" onClick={() => session.extent.changeFrame(null)}>
              {messages.removeFrame}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

function FrameNumbers({ session, frame }: OptionsProps & { readonly frame: Rect }): ReactNode {
  const field = (key: keyof Rect, label: string, min: number) => (
    <NumberField
      label={label}
      value={frame[key]}
      min={min}
      max={longestSidePx}
      onCommit={(value) => session.extent.changeFrame({ ...frame, [key]: value })}
    />
  )
  return (
    <div className="tool-options-numbers">
      {field('x', messages.x, -longestSidePx)}
      {field('y', messages.y, -longestSidePx)}
      {field('widthPx', messages.width, 16)}
      {field('heightPx', messages.height, 16)}
    </div>
  )
}

export function CropOptions({ session }: OptionsProps): ReactNode {
  const preview = useStore(session.store, (state) => state.preview)
  const rect = preview?.type === 'crop' ? preview.rect : null
  return (
    <>
      <RatioField session={session} onChoose={() => undefined} />
      <p className="tool-options-hint">
        {rect === null
          ? messages.cropHint
          : messages.outputSize({ width: Math.round(rect.widthPx), height: Math.round(rect.heightPx) })}
      </p>
      <div className="tool-options-row">
        <Button
          size="small"
          variant="primary"
          disabled={rect === null}
          onClick={() => session.tools.dispatch({ on: 'confirm' })}
        >
          {messages.applyCrop}
        </Button>
        <Button size="small" disabled={rect === null} onClick={() => session.tools.dispatch({ on: 'cancel' })}>
          {messages.cancel}
        </Button>
      </div>
    </>
  )
}

function RatioField({ session, onChoose }: OptionsProps & { readonly onChoose: (ratio: number) => void }): ReactNode {
  const ratio = useStore(session.store, (state) => state.options.ratio)
  const size = useStore(session.store, (state) => state.size)
  const options = [
    { value: 'free', label: messages.free },
    { value: 'picture', label: messages.original },
    ...frameRatios.map((each) => ({ value: each as string, label: each as string })),
  ]
  const selected = options.find(({ value }) => ratio !== null && toRatio(value, size) === ratio)?.value ?? 'free'
  return (
    <SelectField
      label={messages.aspectRatio}
      options={options}
      value={selected}
      onChange={(value) => {
        const next = toRatio(value, size)
        session.tools.changeOptions({ ratio: next })
        if (next !== null) onChoose(next)
      }}
    />
  )
}

function toRatio(value: string, size: Size): number | null {
  if (value === 'free') return null
  if (value === 'picture') return size.widthPx / size.heightPx
  const [across = 1, down = 1] = value.split(':').map(Number)
  return across / down
}
