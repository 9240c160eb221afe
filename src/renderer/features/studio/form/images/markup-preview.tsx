import { useEffect, useRef, type ReactNode } from 'react'
import type { RequestPlan } from '../../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../../shared/domain/image-url.ts'
import type { Mark } from '../../../../../shared/domain/markup.ts'
import * as messages from '../../../../../shared/messages/en/markup.ts'
import type { Rect, Size } from '../../../../../shared/util/geometry.ts'
import { useCover } from '../../../../client/index.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { useCanvasState } from '../../studio-context.ts'
import { figuresOf, markUnitPx, numberMarks, placeMarks } from '../../../../../shared/domain/mark-figures.ts'
import { isMarkWithin, scanMarkRegions } from '../../../../../shared/domain/mark-regions.ts'
import { drawFigure } from '../../../../editor/view/overlay/draw-marks.ts'

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

interface MarkupView {
  /** Of the image; what is sent. */
  readonly part: Rect
  /** Of the image. */
  readonly size: Size
  readonly marks: readonly Mark[]
}

/** Draws the copy with marks. `image`: all of the image at any size; null = not there yet, or covered. */
function drawMarkedCopy(target: HTMLCanvasElement, view: MarkupView, image: HTMLImageElement | null): void {
  const context = target.getContext('2d')
  if (context === null) return
  const { part, size } = view
  context.fillStyle = '#808080'
  context.fillRect(0, 0, target.width, target.height)
  if (image !== null) {
    const [across, down] = [image.naturalWidth / size.widthPx, image.naturalHeight / size.heightPx]
    const from = [part.x * across, part.y * down, part.widthPx * across, part.heightPx * down] as const
    context.drawImage(image, ...from, 0, 0, target.width, target.height)
  }
  const frame = { widthPx: target.width, heightPx: target.height }
  const shown = numberMarks(view.marks).filter(({ mark }) => isMarkWithin(mark, part))
  const placed = placeMarks(
    shown.map(({ mark }) => mark),
    { crop: part, box: { x: 0, y: 0, ...frame } },
  )
  const figures = figuresOf(
    shown.map(({ number }, at) => ({ number, mark: placed[at]! })),
    frame,
    (markUnitPx(part) * target.width) / part.widthPx,
  )
  for (const figure of figures) drawFigure(context, figure, (at) => at, 1)
}

/** Draws the mask made from marks: white = repaint, as is everything outside the image. */
function drawMarkedMask(target: HTMLCanvasElement, { part, size, marks }: MarkupView): undefined {
  const context = target.getContext('2d')
  if (context === null) return
  const scale = target.width / part.widthPx
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, target.width, target.height)
  context.fillStyle = '#000000'
  context.fillRect(-part.x * scale, -part.y * scale, size.widthPx * scale, size.heightPx * scale)
  context.fillStyle = '#ffffff'
  scanMarkRegions(marks, size, (y, from, to) => {
    context.fillRect((from - part.x) * scale, (y - part.y) * scale, (to - from) * scale, Math.max(1, scale))
  })
}
