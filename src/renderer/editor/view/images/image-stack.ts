import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { CanvasDoc, LayerEntry, ImageLayer, RasterRef } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import { setSmoothing, toSheetRect } from '../../../lib/image/draw-part.ts'
import type { PreviewSource } from '../../../lib/image/load-preview.ts'
import { forEachTileIn } from '../../raster/tile-grid.ts'
import { asUint32 } from '../../raster/pixel-math.ts'
import type { Sheet } from '../sheet.ts'
import { drawCheckerboard, drawHatch } from '../../../lib/image/checkerboard.ts'
import { createShownImage } from '../../../lib/image/shown-image.ts'
import { writeColor } from '../surfaces/color-cells.ts'
import { TileImages } from '../surfaces/tile-images.ts'
import { placedPart, placementMatrix } from './placement.ts'
import type { ShownImage } from '../../../lib/image/whole-image.ts'

/** A paint layer over the image. */
class PaintTiles {
  readonly #raster: Raster
  readonly #images: TileImages
  #ref: RasterRef | null = null

  constructor(raster: Raster) {
    this.#raster = raster
    this.#images = new TileImages({ widthPx: 1, heightPx: 1 }, (index, cells, level, packed) => {
      const tile = this.#ref === null ? null : (raster.tiles(this.#ref)[index] ?? null)
      writeColor(packed, cells, level, tile === null ? null : asUint32(raster.pixels(tile)))
    })
  }

  markDirty(rects: readonly Rect[]): void {
    for (const rect of rects) this.#images.markDirty(rect)
  }

  /** Uses the context's opacity. Returns true while some of it is out of date: draw again next frame. */
  draw({ context, zoom, visible }: Sheet, ref: RasterRef, deadlineMs: number): boolean {
    const { size } = this.#images.grid
    if (size.widthPx !== ref.size.widthPx || size.heightPx !== ref.size.heightPx) this.#images.reset(ref.size)
    this.#ref = ref
    setSmoothing(context, zoom)
    const tiles = this.#raster.tiles(ref)
    let isLate = false
    forEachTileIn(this.#images.grid, visible, (index) => {
      if (!tiles[index]) this.#images.delete(index)
      else if (!this.#images.draw(context, index, zoom, deadlineMs)) isLate = true
    })
    this.#images.forgetInvisible(visible)
    return isLate
  }
}

/** An image placed somewhere on the document. */
export interface PlacedImage extends PreviewSource {
  readonly box: Rect
}

/** An image shown over the base; `box`: the area it covers, pixel by pixel. */
export interface ShownResult {
  readonly id: string
  readonly box: Rect
}

interface ImageStackOptions {
  readonly raster: Raster
  readonly onProgress: () => void
  readonly onFailure: (id: string) => void
  /** Called once per base, when all pixels the current zoom needs are drawn. */
  readonly onSharp: (id: string) => void
}

/** Everything that is drawn in one frame. */
export interface ImageScene {
  readonly doc: CanvasDoc
  readonly result: ShownResult | null
  readonly preview: { readonly image: ImageBitmap; readonly box: Rect } | null
  /** Share of the image's width left of the divider, which shows the original; null = no divider. */
  readonly split: number | null
  readonly isOriginalHeld: boolean
  readonly dpr: number
  /** For a model: white where the image is transparent, without the frame. Absent = for a person. */
  readonly isPlain?: boolean
}

/** Time per frame and layer for images at a new zoom. */
const paintBudgetMs = 4

interface Base {
  readonly id: string
  readonly size: Size
  readonly origin: Point
}

/** The images of a document from the bottom up: base, layers, and the result or preview being shown. */
export class ImageStack {
  readonly #options: ImageStackOptions
  readonly #images = new Map<string, ShownImage>()
  readonly #paints = new Map<string, PaintTiles>()
  /** The base last requested, and the previous one that had pixels. */
  #base: Base | null = null
  #former: Base | null = null
  #sharpId: string | null = null
  #isLate = false

  constructor(options: ImageStackOptions) {
    this.#options = options
  }

  /** Marks pixels of a paint layer as changed. */
  markDirty(surfaceId: string, dirty: readonly Rect[]): boolean {
    const tiles = this.#paints.get(surfaceId)
    tiles?.markDirty(dirty)
    return tiles !== undefined
  }

  /** Returns true while some of it is out of date: draw again next frame. */
  draw(sheet: Sheet, scene: ImageScene): boolean {
    const { doc } = scene
    this.#followBase(doc)
    this.#forgetUnused(scene)
    const whole = { x: 0, y: 0, ...doc.size }
    if (!scene.isPlain) drawGround(sheet, scene, whole)
    this.#drawBase(sheet, doc)
    if (scene.isOriginalHeld) return false
    this.#isLate = false
    for (const layer of doc.layers) this.#drawLayer(sheet, layer, whole)
    if (scene.result !== null) this.#drawResult(sheet, scene.result, scene)
    if (scene.preview !== null) drawPreview(sheet, scene.preview)
    return this.#isLate
  }

  dispose(): void {
    for (const image of this.#images.values()) image.dispose()
    this.#images.clear()
    this.#paints.clear()
  }

  #followBase({ baseId, size, origin }: CanvasDoc): void {
    const previous = this.#base
    if (previous?.id === baseId) return
    if (previous !== null && this.#images.get(previous.id)?.hasPixels) this.#former = previous
    this.#base = { id: baseId, size, origin }
  }

  #drawBase(sheet: Sheet, doc: CanvasDoc): void {
    const base = this.#image(doc.baseId, doc.size)
    const { hasPixels } = base
    const former = this.#former
    if (hasPixels) this.#former = null
    else if (former !== null) this.#drawFormer(sheet, former, doc)
    drawAt(sheet, base, { x: 0, y: 0, ...doc.size })
    if (!base.isSharp || this.#sharpId === doc.baseId) return
    this.#sharpId = doc.baseId
    this.#options.onSharp(doc.baseId)
  }

  /** Until the new base has pixels, the previous one is drawn where its pixels are in the new extent. */
  #drawFormer(sheet: Sheet, { id, size, origin }: Base, doc: CanvasDoc): void {
    const box = { x: origin.x - doc.origin.x, y: origin.y - doc.origin.y, ...size }
    clipped(sheet, { x: 0, y: 0, ...doc.size }, () => drawAt(sheet, this.#image(id, size), box))
  }

  #drawLayer(sheet: Sheet, layer: LayerEntry, whole: Rect): void {
    if (!layer.isVisible || layer.opacity === 0) return
    clipped(sheet, whole, () => {
      sheet.context.globalAlpha = layer.opacity
      if (layer.kind === 'picture') return this.#drawPlaced(sheet, layer, whole)
      const deadlineMs = performance.now() + paintBudgetMs
      if (this.#paint(layer.id).draw(sheet, layer.pixels, deadlineMs)) this.#isLate = true
    })
  }

  #drawPlaced(
    { context, zoom, visible }: Sheet,
    { assetId, pictureSize: imageSize, placement }: ImageLayer,
    whole: Rect,
  ): void {
    const part = placedPart(placement, imageSize, intersectRects(visible, whole))
    if (isEmptyRect(part)) return
    const scale = Math.max(placement.scaleX, placement.scaleY)
    context.scale(zoom, zoom)
    context.transform(...placementMatrix(placement, imageSize))
    context.scale(1 / (zoom * scale), 1 / (zoom * scale))
    this.#image(assetId, imageSize).draw(context, zoom * scale, part)
  }

  #drawResult(sheet: Sheet, { id, box }: ShownResult, { split, doc, dpr }: ImageScene): void {
    const image = this.#image(id, box)
    // Requests its pixels; what is below stays visible until they arrive.
    if (!image.hasPixels) return drawAt(sheet, image, box)
    const left = split === null ? -Infinity : doc.size.widthPx * split
    const shown = { ...box, x: Math.max(left, box.x), widthPx: box.x + box.widthPx - Math.max(left, box.x) }
    if (isEmptyRect(shown)) return
    clipped(sheet, shown, () => {
      drawCheckerboard(sheet.context, toSheetRect(sheet.zoom, box), dpr)
      drawAt(sheet, image, box)
    })
  }

  #image(id: string, size: Size): ShownImage {
    const known = this.#images.get(id)
    if (known !== undefined) return known
    const { onProgress, onFailure } = this.#options
    // A box also has a size, but its position is not the image's.
    const imageSize = { widthPx: size.widthPx, heightPx: size.heightPx }
    const image = createShownImage(id, imageSize, { onProgress, onFailure: () => onFailure(id) })
    this.#images.set(id, image)
    return image
  }

  #paint(id: string): PaintTiles {
    const known = this.#paints.get(id)
    if (known !== undefined) return known
    const tiles = new PaintTiles(this.#options.raster)
    this.#paints.set(id, tiles)
    return tiles
  }

  #forgetUnused({ doc, result }: ImageScene): void {
    const layers = doc.layers.flatMap((layer) => (layer.kind === 'picture' ? [layer.assetId as string] : []))
    const used = new Set([doc.baseId, this.#former?.id, result?.id, ...layers])
    for (const [id, image] of this.#images) {
      if (used.has(id)) continue
      image.dispose()
      this.#images.delete(id)
    }
    for (const id of this.#paints.keys()) if (!doc.layers.some((layer) => layer.id === id)) this.#paints.delete(id)
  }
}

function drawGround({ context, zoom }: Sheet, { doc, isOriginalHeld, dpr }: ImageScene, whole: Rect): void {
  if (doc.frame !== null && !isOriginalHeld) drawHatch(context, toSheetRect(zoom, doc.frame), dpr)
  drawCheckerboard(context, toSheetRect(zoom, whole), dpr)
}

/** Draws an image pixel by pixel in its box. */
function drawAt({ context, zoom, visible }: Sheet, image: ShownImage, box: Rect): void {
  const part = intersectRects(visible, box)
  if (isEmptyRect(part)) return
  context.save()
  context.translate(Math.round(box.x * zoom), Math.round(box.y * zoom))
  image.draw(context, zoom, { ...part, x: part.x - box.x, y: part.y - box.y })
  context.restore()
}

function drawPreview({ context, zoom }: Sheet, { image, box }: { image: ImageBitmap; box: Rect }): void {
  const to = toSheetRect(zoom, box)
  setSmoothing(context, Math.min(1, zoom))
  context.drawImage(image, to.x, to.y, to.widthPx, to.heightPx)
}

/** Draws clipped to a part of the image, and restores the context. */
function clipped({ context, zoom }: Sheet, part: Rect, draw: () => void): void {
  const { x, y, widthPx, heightPx } = toSheetRect(zoom, part)
  context.save()
  context.beginPath()
  context.rect(x, y, widthPx, heightPx)
  context.clip()
  draw()
  context.restore()
}
