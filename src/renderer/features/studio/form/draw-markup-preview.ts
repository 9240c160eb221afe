import { figuresOf, markUnitPx, numberMarks, placeMarks } from '../../../../shared/domain/mark-figures.ts'
import { isMarkWithin } from '../../../../shared/domain/mark-places.ts'
import { scanMarkRegions } from '../../../../shared/domain/mark-regions.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { drawFigure } from '../../../editor/view/overlay/draw-marks.ts'

interface MarkupView {
  /** Of the image; what is sent. */
  readonly part: Rect
  /** Of the image. */
  readonly size: Size
  readonly marks: readonly Mark[]
}

/** Draws the copy with marks. `image`: all of the image at any size; null = not there yet, or covered. */
export function drawMarkedCopy(target: HTMLCanvasElement, view: MarkupView, image: HTMLImageElement | null): void {
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
export function drawMarkedMask(target: HTMLCanvasElement, { part, size, marks }: MarkupView): undefined {
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
