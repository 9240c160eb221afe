import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { Viewport, ViewSize } from '../../../editor/session/viewport.ts'
import { toScreen } from '../../../editor/session/viewport.ts'

/**
 * Position of a vertical image line on the canvas, CSS pixels: its center, as close to the center of the canvas as
 * possible, and a length that reaches from border to border. It is rotated with the view.
 */
export function placeDivider(viewport: Viewport, view: ViewSize, atX: number) {
  const from = toScreen(viewport, { x: atX, y: 0 })
  const to = toScreen(viewport, { x: atX, y: 1 })
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const [alongX, alongY] = [(to.x - from.x) / length, (to.y - from.y) / length]
  const [middleX, middleY] = [view.widthPx / 2, view.heightPx / 2]
  const along = (middleX - from.x) * alongX + (middleY - from.y) * alongY
  const isUpright = alongX === 0
  return {
    left: (from.x + along * alongX) / view.dpr,
    top: (from.y + along * alongY) / view.dpr,
    lengthCssPx: (isUpright ? view.heightPx : 2 * Math.hypot(view.widthPx, view.heightPx)) / view.dpr,
  }
}

/** Share of the image's width at the center of the mask, where the change is; the center if nothing is masked. */
export function startOfDivider({
  maskBounds,
  size,
}: {
  readonly maskBounds: Rect | null
  readonly size: Size
}): number {
  return maskBounds === null ? 0.5 : (maskBounds.x + maskBounds.widthPx / 2) / size.widthPx
}
