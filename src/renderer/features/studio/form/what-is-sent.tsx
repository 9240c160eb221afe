import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { useCover } from '../../../client/index.ts'
import type { MaskThumbnail as Thumbnail } from '../../../editor/raster/mask-thumbnail.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Image } from '../../../ui/image.tsx'
import { LazySentAreas, LazySentPromptList } from '../deferred-parts.ts'
import { useCanvasState, useStudio } from '../studio-context.ts'
import { isMaskedTask } from '../tasks.ts'
import { selectLastPlan } from './create-planner.ts'
import type { ModelPick } from './derive-generate-state.ts'
import { useGenerateState } from './generate-context.ts'
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
  return (
    <>
      {hasMask ? <MaskPreview canvas={canvas} /> : <ImagePreview canvas={canvas} />}
      {isPart ? picks.length > 0 && <SentDetails canvas={canvas} /> : <SentPrompts />}
    </>
  )
}

function MaskPreview({ canvas }: { readonly canvas: CanvasSession }) {
  const { picks } = useGenerateState()
  const size = useCanvasState(canvas, (state) => state.size)
  return (
    <div className="mask-preview">
      <MaskThumbnail session={canvas} sizePx={72} label={messages.maskPreview} />
      <div>
        <p>{picks.length > 0 ? messages.maskSent : messages.maskUsed}</p>
        <p>{messages.whiteIsRepainted}</p>
        <p className="mask-preview-size">{formatSize(size)}</p>
      </div>
    </div>
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
      <LazySentAreas picks={picks} />
      {box !== null && (
        <Button size="small" onClick={() => canvas.edit.changeBox(null)}>
          {messages.resetArea}
        </Button>
      )}
    </Disclosure>
  )
}

interface MaskThumbnailProps {
  readonly session: CanvasSession
  /** Longest side in CSS pixels. */
  readonly sizePx: number
  readonly label: string
}

/** The mask as it is sent, white on black, updated when it changes. */
function MaskThumbnail({ session, sizePx, label }: MaskThumbnailProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { widthPx, heightPx } = session.size
  const scale = sizePx / Math.max(widthPx, heightPx)

  useEffect(() => {
    let abort = new AbortController()
    const renew = () => {
      abort.abort()
      abort = new AbortController()
      session.output
        .maskThumbnail(Math.round(sizePx * window.devicePixelRatio), abort.signal)
        .then((thumbnail) => canvas.current && paint(canvas.current, thumbnail))
        // Aborted only by a newer mask.
        .catch(() => undefined)
    }
    renew()
    const stop = session.store.subscribe((state, previous) => {
      if (state.maskRevision !== previous.maskRevision) renew()
    })
    return () => {
      stop()
      abort.abort()
    }
  }, [session, sizePx])

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      style={{ width: `${widthPx * scale}px`, height: `${heightPx * scale}px`, background: '#000' }}
    />
  )
}

function paint(canvas: HTMLCanvasElement, { widthPx, heightPx, coverage }: Thumbnail): void {
  const image = new ImageData(widthPx, heightPx)
  for (let i = 0; i < coverage.length; i++) {
    image.data.fill(coverage[i]!, i * 4, i * 4 + 3)
    image.data[i * 4 + 3] = 255
  }
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.putImageData(image, 0, 0)
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
      <LazySentPromptList picks={others} hasNames={picks.length > 1} />
    </Disclosure>
  )
}
