import type { StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { deferred } from '../../../ui/deferred.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { useStudio, useCanvasState } from '../studio-context.ts'
import { ModelSection } from './model-section.tsx'
import { ModelSettings } from './model-settings.tsx'
import { GenerateProvider, useGenerateState } from './generate-context.ts'
import { GenerateFooter } from './generate-footer.tsx'
import './generate-panel.css'
import { PromptSection } from './prompt-section.tsx'
import { useGenerate } from './use-generate.ts'
import { ScanSearch, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { Button } from '../../../ui/button.tsx'
import type { Size } from '../../../../shared/util/geometry.ts'
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
import { IconButton } from '../../../ui/icon-button.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { PillChoice } from '../../../ui/pill-choice.tsx'
import './expand-help.css'
import { shapeOption } from './shape-option.tsx'
import { isExpanding } from './disabled-reasons.ts'
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

/** The content-aware fill has no prompt. */
function PromptHint({ task }: { readonly task: StudioTask }) {
  if (task === 'remove') return null
  return (
    <PanelSection title={messages.prompt}>
      <p className="generate-hint">{messages.selectModelToDescribe}</p>
    </PanelSection>
  )
}

const { Part: ReferencesSection } = deferred(async () => (await import('./references-section.tsx')).ReferencesSection)

/** Only if a selected model uses reference images. */
function References() {
  const [first, ...others] = useGenerateState().picks
  const models = first === undefined ? [] : [first, ...others]
  if (first === undefined || models.every(({ card }) => card.referencesMax === 0)) return null
  return <ReferencesSection models={[first, ...others]} />
}

const { Part: ControlSection } = deferred(async () => (await import('./control-section.tsx')).ControlSection)

/** Only if a selected model uses a control image. */
function ControlImage() {
  const model = useGenerateState().picks.find(({ card }) => card.control !== undefined)
  return model === undefined ? null : <ControlSection model={model} />
}

/** The generation settings of a task, limited to what the selected models support. */
export function GeneratePanel({ task }: { readonly task: StudioTask }) {
  const state = useGenerate(task)
  const { canvas } = useStudio()
  const { model, runsHere } = state
  return (
    <GenerateProvider value={state}>
      <div className="task-panel-scroll panel-scroll">
        {canvas !== null && <TaskHelp key={canvas.id} canvas={canvas} />}
        {model === null && runsHere ? <PromptHint task={task} /> : <PromptSection />}
        <ModelSection />
        <References />
        <ControlImage />
        {(model !== null || runsHere) && <ModelSettings />}
      </div>
      <GenerateFooter />
    </GenerateProvider>
  )
}

/** One-click setup for what a task needs first. */
function TaskHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const { task } = useGenerateState()
  switch (task) {
    case 'expand':
      return <ExpandHelp canvas={canvas} />
    case 'background':
      return <BackgroundHelp canvas={canvas} />
    case 'whole':
      return <WholeHelp canvas={canvas} />
    case 'fill':
    case 'add':
    case 'remove':
    case 'generate':
    case 'variations':
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

/** A visible mask that is not used needs a hint. */
function WholeHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const hasMask = useCanvasState(canvas, (state) => state.hasMask)
  if (!hasMask) return null
  return (
    <PanelSection title={messages.mask}>
      <p className="generate-hint">{messages.maskNotUsed}</p>
    </PanelSection>
  )
}

/** Expands the frame by pixels, to an aspect ratio, or by a quarter. It is the frame shown on the canvas. */
function ExpandHelp({ canvas }: { readonly canvas: CanvasSession }) {
  const size = useCanvasState(canvas, (state) => state.size)
  const frame = useCanvasState(canvas, (state) => state.frame)
  const margins = marginsOf(frame, size)
  const change = (part: Partial<FrameMargins>) =>
    canvas.extent.changeFrame(frameOfMargins({ ...margins, ...part }, size))
  return (
    <PanelSection title={messages.expandBy}>
      <div className="expand-sides">
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
