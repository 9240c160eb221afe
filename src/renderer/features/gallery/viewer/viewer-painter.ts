import type { AssetId } from '../../../../shared/domain/ids.ts'
import { intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { drawCheckerboard } from '../../../lib/image/checkerboard.ts'
import { createShownImage } from '../../../lib/image/shown-image.ts'
import { toSheetRect } from '../../../lib/image/draw-part.ts'
import type { ShownImage } from '../../../lib/image/whole-image.ts'
import type { Placed } from './image-view.ts'

export interface PaintedImage {
  readonly id: AssetId
  readonly size: Size
  readonly hasAlpha: boolean
}

interface ViewerPainterOptions {
  /** Called when more of an image is loaded. */
  readonly onProgress: () => void
  readonly onFailure: (id: AssetId) => void
}

/** Draws one image in the viewer, preloads its neighbors, and keeps the previous one until the next has pixels. */
export class ViewerPainter {
  readonly #options: ViewerPainterOptions
  readonly #images = new Map<AssetId, ShownImage>()
  /** Scratch target for images that are only decoded. */
  readonly #aside = new OffscreenCanvas(1, 1).getContext('2d')
  #shown: PaintedImage | null = null
  #former: PaintedImage | null = null
  #neighbors: readonly PaintedImage[] = []

  constructor(options: ViewerPainterOptions) {
    this.#options = options
  }

  show(image: PaintedImage): void {
    if (this.#shown?.id === image.id) return
    // A different size would be placed differently: a blank moment is calmer than a wrong image.
    const previous = this.#shown
    const isSameSize = previous?.size.widthPx === image.size.widthPx && previous.size.heightPx === image.size.heightPx
    if (previous !== null && isSameSize && this.#images.get(previous.id)?.hasPixels) this.#former = previous
    else if (!isSameSize) this.#former = null
    this.#shown = image
    this.#neighbors = []
    this.#dropUnused()
  }

  /** Decodes them at the size they would be shown. */
  prepare(neighbors: readonly PaintedImage[], placeOf: (size: Size) => Placed): void {
    this.#neighbors = neighbors
    this.#dropUnused()
    const aside = this.#aside
    if (aside === null) return
    for (const each of neighbors) {
      aside.save()
      this.#image(each).draw(aside, placeOf(each.size).zoom, { x: 0, y: 0, widthPx: 1, heightPx: 1 })
      aside.restore()
    }
  }

  draw(context: CanvasRenderingContext2D, placed: Placed, dpr: number): void {
    const { width: widthPx, height: heightPx } = context.canvas
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, widthPx, heightPx)
    const shown = this.#shown
    if (shown === null) return
    const image = this.#image(shown)
    if (image.hasPixels) this.#former = null
    const drawn = this.#former ?? shown
    context.translate(placed.originX, placed.originY)
    if (drawn.hasAlpha && this.#image(drawn).hasPixels) {
      drawCheckerboard(context, toSheetRect(placed.zoom, { x: 0, y: 0, ...drawn.size }), dpr)
    }
    const seen = seenPart(placed, { widthPx, heightPx }, shown.size)
    if (drawn !== shown) image.draw(context, placed.zoom, seen)
    this.#image(drawn).draw(context, placed.zoom, seen)
  }

  dispose(): void {
    for (const image of this.#images.values()) image.dispose()
    this.#images.clear()
    this.#shown = null
    this.#former = null
  }

  #image({ id, size }: PaintedImage): ShownImage {
    const known = this.#images.get(id)
    if (known !== undefined) return known
    const { onProgress, onFailure } = this.#options
    const image = createShownImage(id, size, { onProgress, onFailure: () => onFailure(id) })
    this.#images.set(id, image)
    return image
  }

  #dropUnused(): void {
    const used = new Set([this.#shown?.id, this.#former?.id, ...this.#neighbors.map(({ id }) => id)])
    for (const [id, image] of this.#images) {
      if (used.has(id)) continue
      image.dispose()
      this.#images.delete(id)
    }
  }
}

/** Returns the visible part of the image, in whole image pixels. */
function seenPart({ zoom, originX, originY }: Placed, area: Size, size: Size): Rect {
  const x = Math.floor(-originX / zoom)
  const y = Math.floor(-originY / zoom)
  const right = Math.ceil((area.widthPx - originX) / zoom)
  const bottom = Math.ceil((area.heightPx - originY) / zoom)
  return intersectRects({ x, y, widthPx: right - x, heightPx: bottom - y }, { x: 0, y: 0, ...size })
}
