import { useStore } from 'zustand'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { useCover } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Image } from '../../../ui/image.tsx'
import { useCanvasState, useStudio } from '../studio-context.ts'
import { isMaskedTask } from '../tasks.ts'
import { selectLastPlan } from './create-planner.ts'
import type { ModelPick } from './derive-generate-state.ts'
import { useGenerateState } from './generate-context.ts'
import { MaskPreview } from './images/mask-preview.tsx'
import { SentAreas, SentPromptList } from './sent-details.tsx'
import { usePrompts } from './use-generate.ts'
import './what-is-sent.css'

/** The mask as it is sent, or the whole image, and what each model receives. */
export function WhatIsSent() {
  const { canvas } = useStudio()
  const { task, hasMask, picks } = useGenerateState()
  if (task === 'generate' || canvas === null) return <SentPrompts />
  // Nothing is sent before there is a mask.
  if (isMaskedTask(task) && !hasMask) return <SentPrompts />
  const isPart = hasMask || task === 'expand'
  // The markup section shows what is sent with marks.
  if (!isPart && picks.some(({ request }) => request?.markup)) return null
  return (
    <>
      {hasMask ? <MaskPreview canvas={canvas} /> : <ImagePreview canvas={canvas} />}
      {isPart ? picks.length > 0 && <SentDetails canvas={canvas} /> : <SentPrompts />}
    </>
  )
}

function ImagePreview({ canvas }: { readonly canvas: CanvasSession }) {
  const { task, runsHere, picks } = useGenerateState()
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const size = useCanvasState(canvas, (state) => state.size)
  const cover = useCover(baseId)
  // What runs here sends nothing.
  if (runsHere && picks.length === 0) return null
  return (
    <div className="mask-preview">
      <Image
        className={classNames(cover && 'is-covered')}
        src={assetUrl(baseId, 'thumb-256')}
        alt={messages.imagePreview}
      />
      <div>
        <p>{task === 'expand' ? messages.newAreaFilled : messages.wholeImageSent}</p>
        <p className="mask-preview-size">{formatSize(size)}</p>
      </div>
    </div>
  )
}

function SentDetails({ canvas }: { readonly canvas: CanvasSession }) {
  const { picks } = useGenerateState()
  const box = useCanvasState(canvas, (state) => state.box)
  return (
    <Disclosure
      title={messages.requestPreview}
      aside={box !== null && <span className="sent-aside">{messages.customArea}</span>}
    >
      <SentAreas picks={picks} />
      {box !== null && (
        <Button size="small" onClick={() => canvas.edit.changeBox(null)}>
          {messages.resetArea}
        </Button>
      )}
    </Disclosure>
  )
}

/** The prompts of each model that differ from the typed one. */
function SentPrompts() {
  const { picks } = useGenerateState()
  const { prompt, negativePrompt } = usePrompts()
  const plans = useStore(useStudio().planner.store)
  const isOther = (pick: ModelPick) =>
    selectLastPlan(plans, pick.request)?.sentPrompt !== undefined ||
    pick.prompts.length > 1 ||
    pick.prompts[0] !== prompt.trim() ||
    (pick.request?.negativePrompt ?? negativePrompt.trim()) !== negativePrompt.trim()
  const others = picks.filter(({ card }) => card.prompt !== 'none').filter(isOther)
  if (prompt.trim() === '' || others.length === 0) return null
  return (
    <Disclosure title={messages.requestPreview}>
      <SentPromptList picks={others} hasNames={picks.length > 1} />
    </Disclosure>
  )
}
