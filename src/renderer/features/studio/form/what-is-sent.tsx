import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { useCover } from '../../../client/index.ts'
import type { MaskThumbnail as Thumbnail } from '../../../editor/raster/mask-thumbnail.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { ModelName } from '../../../ui/model-name.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { useCanvasState, useStudio } from '../studio-context.ts'
import { isMasked } from '../tasks.ts'
import { selectLastEntry } from './create-planner.ts'
import type { ModelPick } from './derive-make.ts'
import { useMakeState } from './make-context.ts'
import { formatMaskUse, formatSentArea } from './plan-messages.ts'
import { useWords } from './use-make.ts'
import './what-is-sent.css'

/** The mask as it is sent, or the whole image, and what each model receives. */
export function WhatIsSent() {
  const { canvas } = useStudio()
  const { task, hasMask, picks } = useMakeState()
  if (task === 'generate' || canvas === null) return <SentPrompts />
  // Nothing is sent before something is masked.
  if (isMasked(task) && !hasMask) return <SentPrompts />
  const isPart = hasMask || task === 'expand'
  return (
    <>
      {hasMask ? <MaskPreview canvas={canvas} /> : <PicturePreview canvas={canvas} />}
      {isPart ? picks.length > 0 && <SentDetails canvas={canvas} /> : <SentPrompts />}
    </>
  )
}

function MaskPreview({ canvas }: { readonly canvas: CanvasSession }) {
  const { picks } = useMakeState()
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

function PicturePreview({ canvas }: { readonly canvas: CanvasSession }) {
  const { task, isLocal, picks } = useMakeState()
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const size = useCanvasState(canvas, (state) => state.size)
  const cover = useCover(baseId)
  // The content-aware fill sends nothing.
  if (isLocal && picks.length === 0) return null
  return (
    <div className="mask-preview">
      <Picture
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
  const { picks } = useMakeState()
  const box = useCanvasState(canvas, (state) => state.box)
  return (
    <Disclosure
      title={messages.requestPreview}
      aside={box !== null && <span className="sent-aside">{messages.customArea}</span>}
    >
      {picks.map((pick) => (
        <SentToModel key={pick.key} pick={pick} hasName={picks.length > 1} />
      ))}
      {box !== null && (
        <Button size="small" onClick={() => canvas.edit.changeBox(null)}>
          {messages.resetArea}
        </Button>
      )}
    </Disclosure>
  )
}

function SentToModel({ pick, hasName }: { readonly pick: ModelPick; readonly hasName: boolean }) {
  const { planner } = useStudio()
  const { task } = useMakeState()
  const { prompt } = useWords()
  const last = useStore(planner.store, (state) => selectLastEntry(state, pick.request))
  const edit = last?.plan?.edit
  if (!edit) return hasName ? null : <p className="sent-words">{messages.shownWhenReady}</p>
  // By the request that was planned: while a prompt is typed, the last plan is of the words before.
  const isOther = edit.prompt.trim() !== last.of.prompt.trim() || pick.prompts[0] !== prompt.trim()
  return (
    <dl className="sent-list">
      {hasName && (
        <dt className="sent-name">
          <ModelName found={pick} name={pick.card.label} />
        </dt>
      )}
      <div>
        <dt>{messages.area}</dt>
        <dd>{formatSentArea(edit)}</dd>
      </div>
      {(task !== 'expand' || edit.told !== 'crop-only') && (
        <div>
          <dt>{messages.mask}</dt>
          <dd>{formatMaskUse(edit)}</dd>
        </div>
      )}
      {isOther && (
        <div>
          <dt>{messages.prompt}</dt>
          <dd className="selectable">{edit.prompt}</dd>
        </div>
      )}
    </dl>
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
    const stop = session.store.subscribe((state, before) => {
      if (state.maskRevision !== before.maskRevision) renew()
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
  const { picks } = useMakeState()
  const { prompt, negativePrompt } = useWords()
  const isOther = (pick: ModelPick) =>
    pick.prompts.length > 1 ||
    pick.prompts[0] !== prompt.trim() ||
    (pick.request?.negativePrompt ?? negativePrompt.trim()) !== negativePrompt.trim()
  const others = picks.filter(({ card }) => card.prompt !== 'none').filter(isOther)
  if (prompt.trim() === '' || others.length === 0) return null
  return (
    <Disclosure title={messages.requestPreview}>
      {others.map(({ key, provider, card, prompts, request }) => (
        <dl key={key} className="sent-list">
          {picks.length > 1 && (
            <dt className="sent-name">
              <ModelName found={{ provider, card }} name={card.label} />
            </dt>
          )}
          <div>
            <dt>{messages.prompt}</dt>
            <dd className="selectable">
              {prompts.slice(0, shownMax).map((each, at) => (
                <p key={at}>{each}</p>
              ))}
              {prompts.length > shownMax && <p>{messages.moreCount({ count: prompts.length - shownMax })}</p>}
            </dd>
          </div>
          {request?.negativePrompt && (
            <div>
              <dt>{messages.negativePromptField}</dt>
              <dd className="selectable">{request.negativePrompt}</dd>
            </div>
          )}
        </dl>
      ))}
    </Disclosure>
  )
}

const shownMax = 5
