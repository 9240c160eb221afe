import { ScanSearch, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import * as messages from '../../../../shared/messages/en/form-parts.ts'
import { useServices } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { Button } from '../../../ui/button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useCanvasState, useStudio } from '../studio-context.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { FrameSide } from '../../../editor/session/actions/extent-actions.ts'
import { formatSize } from '../../../lib/format.ts'
import {
  frameOfMargins,
  frameForRatio,
  frameRatios,
  longestSidePx,
  marginsOf,
  type FrameMargins,
} from '../../../lib/frame-shapes.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { NumberField } from '../../../ui/fields/number-field.tsx'
import { PillChoice } from '../../../ui/fields/pill-choice.tsx'
import { isExpanding } from './disabled-reasons.ts'
import './expand-help.css'
import { shapeOption } from './settings/shape-option.tsx'
import { parseRatio } from './settings/size-choice.ts'
import { useGenerateState } from './generate-context.ts'
import './task-help.css'

/** One-click setup for what a task needs first. */
export function TaskHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const { task } = useGenerateState()
  switch (task) {
    case 'expand':
      return <ExpandHelp canvas={canvas} />
    case 'background':
      return <BackgroundHelp canvas={canvas} />
    case 'whole':
    case 'generate':
    case 'variations':
      return <UnusedMask canvas={canvas} />
    case 'fill':
    case 'add':
    case 'remove':
      return null
  }
}

function BackgroundHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const { intents } = useServices()
  const [isSearching, setSearching] = useState(false)
  const select = async () => {
    setSearching(true)
    try {
      await canvas.selection.subject('replace')
      canvas.masks.invert()
    } catch (error) {
      intents.send({ type: 'report', error })
    } finally {
      setSearching(false)
    }
  }
  return (
    <PanelSection title={messages.background}>
      <Button size="small" icon={<ScanSearch size={14} />} disabled={isSearching} onClick={() => void select()}>
        {isSearching ? messages.guessing : messages.guessBackground}
      </Button>
    </PanelSection>
  )
}

/** A mask that does nothing looks as if it did: the task that uses it is a click away. */
function UnusedMask({ canvas }: { readonly canvas: CanvasSession }) {
  const { form, store } = useStudio()
  const hasMask = useCanvasState(canvas, (state) => state.hasMask)
  if (!hasMask) return null
  const switchTask = () => {
    form.chooseTask('fill')
    // The button is gone. Content-aware fill has no prompt.
    if (form.state().model !== null) store.setState({ isPromptWanted: true })
  }
  return (
    <PanelSection title={messages.mask}>
      <div className="unused-mask">
        <p>{messages.maskNotUsed}</p>
        <Button size="small" onClick={switchTask}>
          {messages.switchToFill}
        </Button>
      </div>
    </PanelSection>
  )
}

/** Of the image’s side, per click. */
const sideShare = 0.25

/** Minimum that a frame must keep of the image. */
const leastSidePx = 16

const sides: readonly (readonly [side: FrameSide, name: string, expand: string, icon: LucideIcon])[] = [
  ['left', messages.left, messages.expandLeft, ArrowLeft],
  ['right', messages.right, messages.expandRight, ArrowRight],
  ['top', messages.top, messages.expandTop, ArrowUp],
  ['bottom', messages.bottom, messages.expandBottom, ArrowDown],
]

/** Expands the frame by pixels, to an aspect ratio, or by a quarter. It is the frame shown on the canvas. */
function ExpandHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const size = useCanvasState(canvas, (state) => state.size)
  const frame = useCanvasState(canvas, (state) => state.frame)
  const margins = marginsOf(frame, size)
  const change = (part: Partial<FrameMargins>) =>
    canvas.extent.changeFrame(frameOfMargins({ ...margins, ...part }, size))
  return (
    <PanelSection title={messages.expandBy}>
      <div className="expand-sides" dir="ltr">
        {sides.map(([side, name, expand, Icon]) => (
          <div key={side} className="expand-side">
            <IconButton label={expand} size="small" onClick={() => canvas.extent.extendFrame(side, sideShare)}>
              <Icon size={14} aria-hidden="true" />
            </IconButton>
            <NumberField
              label={messages.sideInPixels({ side: name })}
              isLabelHidden
              value={margins[side]}
              {...limitsOf(side, margins, size)}
              onCommit={(px) => change({ [side]: px })}
            />
            <span aria-hidden="true">{messages.px}</span>
          </div>
        ))}
      </div>
      <PillChoice
        label={messages.aspectRatio}
        isLabelHidden
        options={frameRatios.map(shapeOption)}
        value={frameRatios.find((name) => isOfShape(margins, size, name)) ?? ''}
        onChange={(name) => change(marginsOf(frameForRatio(size, parseRatio(name)), size))}
      />
      <div className="expand-result">
        <p>
          {isExpanding(frame, size) && frame !== null ? messages.output({ size: formatSize(frame) }) : messages.noFrame}
        </p>
        <Button size="small" disabled={frame === null} onClick={() => canvas.extent.changeFrame(null)}>
          {messages.reset}
        </Button>
      </div>
    </PanelSection>
  )
}

/** A side may also be cropped, as with the frame tool. */
function limitsOf(side: FrameSide, margins: FrameMargins, { widthPx, heightPx }: Size) {
  const isAcross = side === 'left' || side === 'right'
  const others = isAcross
    ? widthPx + margins.left + margins.right - margins[side]
    : heightPx + margins.top + margins.bottom - margins[side]
  return { min: leastSidePx - others, max: longestSidePx - others }
}

function isOfShape(margins: FrameMargins, size: Size, name: string): boolean {
  const wanted = marginsOf(frameForRatio(size, parseRatio(name)), size)
  return sides.every(([side]) => margins[side] === wanted[side])
}
