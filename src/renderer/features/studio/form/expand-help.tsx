import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, type LucideIcon } from 'lucide-react'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { FrameSide } from '../../../editor/session/extent-actions.ts'
import { formatSize } from '../../../lib/format.ts'
import {
  frameOfMargins,
  frameOfRatio,
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
import './expand-help.css'
import { shapeOption } from './shape-option.tsx'
import { isExpanding } from './disabled-reasons.ts'
import { ratioOf } from './size-choice.ts'

/** Of the image's side, for one press. */
const sideShare = 0.25
/** Of the image, that a frame has to leave. */
const leastSidePx = 16

const sides: readonly (readonly [FrameSide, string, LucideIcon])[] = [
  ['left', 'Left', ArrowLeft],
  ['right', 'Right', ArrowRight],
  ['top', 'Top', ArrowUp],
  ['bottom', 'Bottom', ArrowDown],
]

/** How far the image is to be expanded: by pixels, to a shape, or a quarter at a press. The canvas's frame is the same. */
export function ExpandHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const size = useCanvasState(canvas, (state) => state.size)
  const frame = useCanvasState(canvas, (state) => state.frame)
  const margins = marginsOf(frame, size)
  const change = (part: Partial<FrameMargins>) =>
    canvas.extent.changeFrame(frameOfMargins({ ...margins, ...part }, size))
  return (
    <PanelSection title="Expand by">
      <div className="expand-sides">
        {sides.map(([side, name, Icon]) => (
          <div key={side} className="expand-side">
            <IconButton
              label={`Expand by a quarter: ${side}`}
              size="small"
              onClick={() => canvas.extent.extendFrame(side, sideShare)}
            >
              <Icon size={14} aria-hidden="true" />
            </IconButton>
            <NumberField
              label={`${name}, pixels`}
              isLabelHidden
              value={margins[side]}
              {...limitsOf(side, margins, size)}
              onCommit={(px) => change({ [side]: px })}
            />
            <span aria-hidden="true">px</span>
          </div>
        ))}
      </div>
      <PillChoice
        label="Aspect ratio"
        isLabelHidden
        options={frameRatios.map(shapeOption)}
        value={frameRatios.find((name) => isOfShape(margins, size, name)) ?? ''}
        onChange={(name) => change(marginsOf(frameOfRatio(size, ratioOf(name)), size))}
      />
      <div className="expand-result">
        <p>{isExpanding(frame, size) && frame !== null ? `Output: ${formatSize(frame)}` : 'No frame yet.'}</p>
        <Button size="small" disabled={frame === null} onClick={() => canvas.extent.changeFrame(null)}>
          Reset
        </Button>
      </div>
    </PanelSection>
  )
}

/** A side may be cut off, too, as the frame tool does it. */
function limitsOf(side: FrameSide, margins: FrameMargins, { widthPx, heightPx }: Size) {
  const isAcross = side === 'left' || side === 'right'
  const others = isAcross
    ? widthPx + margins.left + margins.right - margins[side]
    : heightPx + margins.top + margins.bottom - margins[side]
  return { min: leastSidePx - others, max: longestSidePx - others }
}

function isOfShape(margins: FrameMargins, size: Size, name: string): boolean {
  const wanted = marginsOf(frameOfRatio(size, ratioOf(name)), size)
  return sides.every(([side]) => margins[side] === wanted[side])
}
