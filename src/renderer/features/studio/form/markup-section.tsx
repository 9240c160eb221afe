import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import type { RequestPlan } from '../../../../shared/domain/generation.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import * as messages from '../../../../shared/messages/en/markup.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { useCover, useServices } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { ModelName } from '../../../ui/model-name.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SwitchField } from '../../../ui/switch-field.tsx'
import { useCanvasState, useStudio, useStudioState } from '../studio-context.ts'
import { selectLastEntry } from './create-planner.ts'
import type { ModelPick } from './derive-generate-state.ts'
import { drawMarkedCopy, drawMarkedMask } from './draw-markup-preview.ts'
import { useGenerateState } from './generate-context.ts'
import './markup-section.css'

/** Whether the marks over the image are sent, and what each model gets of them. */
export function MarkupSection({ canvas }: { readonly canvas: CanvasSession }): ReactNode {
  const { store } = useStudio()
  const { picks } = useGenerateState()
  const isUsed = useStudioState((state) => state.form.usesMarkup)
  return (
    <PanelSection title={messages.sentMarkup}>
      <SwitchField
        label={messages.sendMarkup}
        hint={messages.sendMarkupHint}
        isOn={isUsed}
        onChange={(isOn) => store.setState(({ form }) => ({ form: { ...form, usesMarkup: isOn } }))}
      />
      {isUsed &&
        picks.map((pick) => <SentMarkup key={pick.key} canvas={canvas} pick={pick} hasName={picks.length > 1} />)}
    </PanelSection>
  )
}

interface SentMarkupProps {
  readonly canvas: CanvasSession
  readonly pick: ModelPick
  readonly hasName: boolean
}

function SentMarkup({ canvas, pick, hasName }: SentMarkupProps): ReactNode {
  const { hasMask, marks } = useGenerateState()
  const last = useStore(useStudio().planner.store, (state) => selectLastEntry(state, pick.request))
  const { describeError } = useServices()
  const plan = last?.plan ?? null
  return (
    <div className="sent-markup">
      {hasName && <ModelName found={pick} name={pick.card.label} />}
      {last?.error ? <p role="alert">{describeError(last.error).text}</p> : null}
      {plan === null && !last?.error && <p>{messages.planPending}</p>}
      {plan !== null && (
        <>
          <p>{sentAs(plan, hasMask)}</p>
          {plan.markup !== undefined && !(plan.markup === 'mask' && hasMask) && (
            <Preview canvas={canvas} marks={marks} plan={plan} />
          )}
          {plan.markup !== undefined && plan.sentPrompt && (
            <details>
              <summary>{messages.instruction}</summary>
              <p className="sent-markup-prompt selectable">{plan.sentPrompt}</p>
            </details>
          )}
        </>
      )}
    </div>
  )
}

function sentAs({ markup }: RequestPlan, hasMask: boolean): string {
  if (markup === undefined) return messages.notSent
  if (markup === 'image') return messages.copySent
  return hasMask ? messages.paintedMaskSent : messages.maskSent
}

interface PreviewProps {
  readonly canvas: CanvasSession
  readonly marks: readonly Mark[]
  readonly plan: RequestPlan
}

/** Longest side, CSS pixels. */
const previewPx = 200

/** Drawn of the same figures and regions as what is sent. */
function Preview({ canvas, marks, plan }: PreviewProps): ReactNode {
  const element = useRef<HTMLCanvasElement>(null)
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const size = useCanvasState(canvas, (state) => state.size)
  const isCovered = useCover(baseId) !== null
  const isCopy = plan.markup === 'image'
  const part = shownPart(plan, size)
  const scale = previewPx / Math.max(part.widthPx, part.heightPx)
  const { x, y, widthPx, heightPx } = part
  useEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const dpr = window.devicePixelRatio
    target.width = Math.max(1, Math.round(widthPx * scale * dpr))
    target.height = Math.max(1, Math.round(heightPx * scale * dpr))
    const view = { part: { x, y, widthPx, heightPx }, size, marks }
    if (!isCopy) return drawMarkedMask(target, view)
    drawMarkedCopy(target, view, null)
    if (isCovered) return undefined
    const image = new window.Image()
    const draw = () => drawMarkedCopy(target, view, image)
    image.addEventListener('load', draw)
    image.src = assetUrl(baseId, 'thumb-512')
    return () => image.removeEventListener('load', draw)
  }, [baseId, isCopy, isCovered, marks, scale, size, x, y, widthPx, heightPx])
  return (
    <canvas
      ref={element}
      role="img"
      aria-label={isCopy ? messages.markedCopy : messages.markedMask}
      style={{ width: `${widthPx * scale}px`, height: `${heightPx * scale}px` }}
    />
  )
}

function shownPart(plan: RequestPlan, size: Size): Rect {
  const whole = { x: 0, y: 0, ...size }
  return plan.edit?.crop ?? whole
}
