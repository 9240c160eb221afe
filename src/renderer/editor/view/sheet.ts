import { isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'
import { toSheetRect, type Context2d } from '../../lib/image/draw-part.ts'
import { cosSin } from '../session/turn.ts'
import { visibleRect, type Extent, type Viewport, type ViewSize } from '../session/viewport.ts'

/**
 * The unrotated image plane for drawing: a unit is a device pixel, the image's corner is the origin. Edges are rounded
 * to whole units, so that neighbors meet without a seam.
 */
export interface Sheet {
  readonly context: Context2d
  /** Units per image pixel. */
  readonly zoom: number
  /** The visible part in image pixels; may extend beyond the image if there is something to show. */
  readonly visible: Rect
}

/** Transform from the sheet, or with `zoom` from the image, to the view. */
export function sheetMatrix(viewport: Viewport, zoom = 1): DOMMatrix2DInit {
  const { cos, sin } = cosSin(viewport.rotationDeg)
  const across = viewport.isMirrored ? -zoom : zoom
  return {
    a: cos * across,
    b: sin * across,
    c: -sin * zoom,
    d: cos * zoom,
    e: Math.round(viewport.originX),
    f: Math.round(viewport.originY),
  }
}

/**
 * Draws on a sheet and rotates it into the view. At right angles it draws directly into the view, to the pixel; at
 * other angles into a separate canvas that is rotated as one, since rotated tiles would show seams.
 */
export class SheetDrawer {
  #scratch: OffscreenCanvas | null = null

  draw(
    context: CanvasRenderingContext2D,
    viewport: Viewport,
    view: ViewSize,
    extent: Extent,
    draw: (sheet: Sheet) => void,
  ): void {
    const visible = visibleRect(viewport, view, extent)
    if (isEmptyRect(visible)) return
    const { zoom } = viewport
    context.save()
    context.setTransform(sheetMatrix(viewport))
    if (viewport.rotationDeg % 90 === 0) {
      this.#scratch = null
      draw({ context, zoom, visible })
    } else {
      this.#drawTurned(context, { zoom, visible }, draw)
    }
    context.restore()
  }

  #drawTurned(context: Context2d, { zoom, visible }: Omit<Sheet, 'context'>, draw: (sheet: Sheet) => void): void {
    const area = toSheetRect(zoom, visible)
    const scratch = this.#scratchOf(area)
    const inside = scratch.getContext('2d')
    if (inside === null || isEmptyRect(area)) return
    inside.setTransform(1, 0, 0, 1, 0, 0)
    inside.clearRect(0, 0, scratch.width, scratch.height)
    inside.setTransform(1, 0, 0, 1, -area.x, -area.y)
    inside.save()
    draw({ context: inside, zoom, visible })
    inside.restore()
    context.imageSmoothingEnabled = true
    context.imageSmoothingQuality = 'low'
    const { widthPx, heightPx } = area
    context.drawImage(scratch, 0, 0, widthPx, heightPx, area.x, area.y, widthPx, heightPx)
  }

  /** Grows only: a new canvas with every zoom change would cost more than the memory. */
  #scratchOf({ widthPx, heightPx }: Rect): OffscreenCanvas {
    const known = this.#scratch
    if (known !== null && known.width >= widthPx && known.height >= heightPx) return known
    this.#scratch = new OffscreenCanvas(Math.max(known?.width ?? 1, widthPx), Math.max(known?.height ?? 1, heightPx))
    return this.#scratch
  }
}
