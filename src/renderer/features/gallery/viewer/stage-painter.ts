import type { AssetId } from '../../../../shared/domain/ids.ts'
import { intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { drawCheckerboard } from '../../../lib/picture/checkerboard.ts'
import { createShownPicture } from '../../../lib/picture/create-shown-picture.ts'
import { toSheetRect } from '../../../lib/picture/draw-part.ts'
import type { ShownPicture } from '../../../lib/picture/shown-picture.ts'
import type { Placed } from './picture-view.ts'

export interface PaintedPicture {
  readonly id: AssetId
  readonly size: Size
  readonly hasAlpha: boolean
}

interface StagePainterOptions {
  /** More of a picture is there. */
  readonly onProgress: () => void
  readonly onFailure: (id: AssetId) => void
}

/** Draws one picture on the stage; holds its neighbors ready, and the one before until the next has pixels. */
export class StagePainter {
  readonly #options: StagePainterOptions
  readonly #pictures = new Map<AssetId, ShownPicture>()
  /** Takes the pixels of what is only to be decoded. */
  readonly #aside = new OffscreenCanvas(1, 1).getContext('2d')
  #shown: PaintedPicture | null = null
  #former: PaintedPicture | null = null
  #neighbors: readonly PaintedPicture[] = []

  constructor(options: StagePainterOptions) {
    this.#options = options
  }

  show(picture: PaintedPicture): void {
    if (this.#shown?.id === picture.id) return
    // Another size would lie elsewhere: there a blank moment is calmer than a wrong picture.
    const before = this.#shown
    const isSameSize = before?.size.widthPx === picture.size.widthPx && before.size.heightPx === picture.size.heightPx
    if (before !== null && isSameSize && this.#pictures.get(before.id)?.hasPixels) this.#former = before
    else if (!isSameSize) this.#former = null
    this.#shown = picture
    this.#neighbors = []
    this.#dropUnused()
  }

  /** Decodes them as they would be shown. */
  prepare(neighbors: readonly PaintedPicture[], placeOf: (size: Size) => Placed): void {
    this.#neighbors = neighbors
    this.#dropUnused()
    const aside = this.#aside
    if (aside === null) return
    for (const each of neighbors) {
      aside.save()
      this.#picture(each).draw(aside, placeOf(each.size).zoom, { x: 0, y: 0, widthPx: 1, heightPx: 1 })
      aside.restore()
    }
  }

  draw(context: CanvasRenderingContext2D, placed: Placed, dpr: number): void {
    const { width: widthPx, height: heightPx } = context.canvas
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, widthPx, heightPx)
    const shown = this.#shown
    if (shown === null) return
    const picture = this.#picture(shown)
    if (picture.hasPixels) this.#former = null
    const drawn = this.#former ?? shown
    context.translate(placed.originX, placed.originY)
    if (drawn.hasAlpha && this.#picture(drawn).hasPixels) {
      drawCheckerboard(context, toSheetRect(placed.zoom, { x: 0, y: 0, ...drawn.size }), dpr)
    }
    const seen = seenPart(placed, { widthPx, heightPx }, shown.size)
    if (drawn !== shown) picture.draw(context, placed.zoom, seen)
    this.#picture(drawn).draw(context, placed.zoom, seen)
  }

  dispose(): void {
    for (const picture of this.#pictures.values()) picture.dispose()
    this.#pictures.clear()
    this.#shown = null
    this.#former = null
  }

  #picture({ id, size }: PaintedPicture): ShownPicture {
    const known = this.#pictures.get(id)
    if (known !== undefined) return known
    const { onProgress, onFailure } = this.#options
    const picture = createShownPicture(id, size, { onProgress, onFailure: () => onFailure(id) })
    this.#pictures.set(id, picture)
    return picture
  }

  #dropUnused(): void {
    const used = new Set([this.#shown?.id, this.#former?.id, ...this.#neighbors.map(({ id }) => id)])
    for (const [id, picture] of this.#pictures) {
      if (used.has(id)) continue
      picture.dispose()
      this.#pictures.delete(id)
    }
  }
}

/** What of the picture is on the stage, whole pixels of the picture. */
function seenPart({ zoom, originX, originY }: Placed, stage: Size, size: Size): Rect {
  const x = Math.floor(-originX / zoom)
  const y = Math.floor(-originY / zoom)
  const right = Math.ceil((stage.widthPx - originX) / zoom)
  const bottom = Math.ceil((stage.heightPx - originY) / zoom)
  return intersectRects({ x, y, widthPx: right - x, heightPx: bottom - y }, { x: 0, y: 0, ...size })
}
