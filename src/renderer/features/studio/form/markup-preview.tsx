import { useEffect, useRef, type ReactNode } from 'react'
import type { RequestPlan } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import * as messages from '../../../../shared/messages/en/markup.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { useCover } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { useCanvasState } from '../studio-context.ts'
import { drawMarkedCopy, drawMarkedMask } from './draw-markup-preview.ts'

interface MarkupPreviewProps {
  readonly canvas: CanvasSession
  /** The image below the marks, of the canvas's size. */
  readonly imageId: AssetId
  readonly marks: readonly Mark[]
  readonly plan: RequestPlan
}

/** Longest side, CSS pixels. */
const previewPx = 200

/** Drawn of the same figures and regions as what is sent. */
export function MarkupPreview({ canvas, imageId, marks, plan }: MarkupPreviewProps): ReactNode {
  const element = useRef<HTMLCanvasElement>(null)
  const size = useCanvasState(canvas, (state) => state.size)
  const isCovered = useCover(imageId) !== null
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
    image.src = assetUrl(imageId, 'thumb-512')
    return () => image.removeEventListener('load', draw)
  }, [imageId, isCopy, isCovered, marks, scale, size, x, y, widthPx, heightPx])
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
