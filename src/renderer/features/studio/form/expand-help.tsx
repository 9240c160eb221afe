import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, type LucideIcon } from 'lucide-react'
import * as messages from '../../../../shared/messages/en/form-parts.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { FrameSide } from '../../../editor/session/extent-actions.ts'
import { formatSize } from '../../../lib/format.ts'
import {
  frameOfMargins,
  frameForRatio,
  frameRatios,
  longestSidePx,
  marginsOf,
  type FrameMargins,
} from '../../../lib/frame-shapes.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { PillChoice } from '../../../ui/pill-choice.tsx'
import { useCanvasState } from '../studio-context.ts'
import { isExpanding } from './disabled-reasons.ts'
import './expand-help.css'
import { shapeOption } from './shape-option.tsx'
import { parseRatio } from './size-choice.ts'

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
export function ExpandHelp({ canvas }: { readonly canvas: CanvasSession }) {
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
