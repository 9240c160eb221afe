import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
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
import { selectLastPlan } from './create-planner.ts'
import type { ModelPick } from './derive-make.ts'
import { useMakeState } from './make-context.ts'
import { maskToldWords, partWords } from './plan-words.ts'
import { useWords } from './use-make.ts'
import './what-is-sent.css'

/** The mask exactly as it is sent, or the whole picture, and beneath it what each model is told. */
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

/** Nothing can be masked without being seen here. */
function MaskPreview({ canvas }: { readonly canvas: CanvasSession }) {
  const { picks } = useMakeState()
  const size = useCanvasState(canvas, (state) => state.size)
  return (
    <div className="mask-preview">
      <MaskThumbnail session={canvas} sizePx={72} label="The mask that is sent" />
      <div>
        <p>{picks.length > 0 ? 'the mask that is sent' : 'the mask that is used'}</p>
        <p>
          white = repaint, <span className="mask-preview-size">{formatSize(size)}</span>
        </p>
      </div>
    </div>
  )
}

function PicturePreview({ canvas }: { readonly canvas: CanvasSession }) {
  const { task, isLocal, picks } = useMakeState()
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const size = useCanvasState(canvas, (state) => state.size)
  const cover = useCover(baseId)
  // This computer has it already.
  if (isLocal && picks.length === 0) return null
  return (
    <div className="mask-preview">
      <Picture
        className={classNames(cover && 'is-covered')}
        src={assetUrl(baseId, 'thumb-256')}
        alt="The image that is sent"
      />
      <div>
        <p>{task === 'expand' ? 'the image is sent, its new part filled' : 'the whole image is sent'}</p>
        <p>
          <span className="mask-preview-size">{formatSize(size)}</span>
        </p>
      </div>
    </div>
  )
}

function SentDetails({ canvas }: { readonly canvas: CanvasSession }) {
  const { picks } = useMakeState()
  const box = useCanvasState(canvas, (state) => state.box)
  return (
    <Disclosure title="What is sent" aside={box !== null && <span className="sent-aside">box by hand</span>}>
      {picks.map((pick) => (
        <SentToModel key={pick.key} pick={pick} hasName={picks.length > 1} />
      ))}
      {box !== null && (
        <Button size="small" onClick={() => canvas.edit.changeBox(null)}>
          Reset the box
        </Button>
      )}
    </Disclosure>
  )
}

function SentToModel({ pick, hasName }: { readonly pick: ModelPick; readonly hasName: boolean }) {
  const { planner } = useStudio()
  const { task } = useMakeState()
  const { prompt } = useWords()
  const edit = useStore(planner.store, (state) => selectLastPlan(state, pick.request)?.edit ?? null)
  if (edit === null) return hasName ? null : <p className="sent-words">Planned once it can be sent.</p>
  const isOther = edit.prompt.trim() !== prompt.trim()
  return (
    <dl className="sent-list">
      {hasName && (
        <dt className="sent-name">
          <ModelName found={pick} name={pick.card.label} />
        </dt>
      )}
      <div>
        <dt>Part</dt>
        <dd>{partWords(edit)}</dd>
      </div>
      {(task !== 'expand' || edit.told !== 'crop-only') && (
        <div>
          <dt>Told</dt>
          <dd>{maskToldWords(edit)}</dd>
        </div>
      )}
      {isOther && (
        <div>
          <dt>Words</dt>
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

/** The mask exactly as it is sent, white on black, renewed whenever it has come to rest. */
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
        // Only ever ends early because a newer mask took its place.
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

/** The words as each model gets them, where they are not those that were typed. */
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
    <Disclosure title="What is sent">
      {others.map(({ key, provider, card, prompts, request }) => (
        <dl key={key} className="sent-list">
          {picks.length > 1 && (
            <dt className="sent-name">
              <ModelName found={{ provider, card }} name={card.label} />
            </dt>
          )}
          <div>
            <dt>Words</dt>
            <dd className="selectable">
              {prompts.slice(0, shownMax).map((each, at) => (
                <p key={at}>{each}</p>
              ))}
              {prompts.length > shownMax && <p>and {prompts.length - shownMax} more</p>}
            </dd>
          </div>
          {request?.negativePrompt && (
            <div>
              <dt>Negative prompt</dt>
              <dd className="selectable">{request.negativePrompt}</dd>
            </div>
          )}
        </dl>
      ))}
    </Disclosure>
  )
}

const shownMax = 5
