import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { CanvasDoc, LayerEntry, PictureLayer, RasterRef } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import { setSmoothing, toSheetRect } from '../../../lib/picture/draw-part.ts'
import type { PreviewSource } from '../../../lib/picture/load-preview.ts'
import { forEachTileIn } from '../../raster/tile-grid.ts'
import { wordsOf } from '../../raster/words.ts'
import type { Sheet } from '../sheet.ts'
import { drawCheckerboard, drawHatch } from '../../../lib/picture/checkerboard.ts'
import { createShownPicture } from '../../../lib/picture/create-shown-picture.ts'
import { writeColor } from '../surfaces/color-cells.ts'
import { TileImages } from '../surfaces/tile-images.ts'
import { placedPart, placementMatrix } from './placement.ts'
import type { ShownPicture } from '../../../lib/picture/shown-picture.ts'

/** A paint layer over the picture. */
class PaintTiles {
  readonly #raster: Raster
  readonly #images: TileImages
  #ref: RasterRef | null = null

  constructor(raster: Raster) {
    this.#raster = raster
    this.#images = new TileImages({ widthPx: 1, heightPx: 1 }, (index, cells, level, words) => {
      const tile = this.#ref === null ? null : (raster.tiles(this.#ref)[index] ?? null)
      writeColor(words, cells, level, tile === null ? null : wordsOf(raster.pixels(tile)))
    })
  }

  markDirty(rects: readonly Rect[]): void {
    for (const rect of rects) this.#images.markDirty(rect)
  }

  /** In the context's opacity. Returns true while some of it is not up to date: draw again next frame. */
  draw({ context, zoom, seen }: Sheet, ref: RasterRef, deadlineMs: number): boolean {
    const { size } = this.#images.grid
    if (size.widthPx !== ref.size.widthPx || size.heightPx !== ref.size.heightPx) this.#images.reset(ref.size)
    this.#ref = ref
    setSmoothing(context, zoom)
    const tiles = this.#raster.tiles(ref)
    let isLate = false
    forEachTileIn(this.#images.grid, seen, (index) => {
      if (!tiles[index]) this.#images.delete(index)
      else if (!this.#images.draw(context, index, zoom, deadlineMs)) isLate = true
    })
    this.#images.forgetUnseen(seen)
    return isLate
  }
}

/** An image that belongs somewhere on the picture. */
export interface PlacedImage extends PreviewSource {
  readonly box: Rect
}

/** A picture shown over the base; `box`: what it covers, pixel by pixel. */
export interface ShownResult {
  readonly id: string
  readonly box: Rect
}

interface PictureStackOptions {
  readonly raster: Raster
  readonly onProgress: () => void
  readonly onFailure: (id: string) => void
  /** All the pixels of the base that the zoom asks for are drawn; told once for each base. */
  readonly onSharp: (id: string) => void
}

/** What is drawn at one time. */
export interface PictureScene {
  readonly doc: CanvasDoc
  readonly result: ShownResult | null
  readonly preview: { readonly image: ImageBitmap; readonly box: Rect } | null
  /** Share of the picture's width left of the divider, which shows what was before; null = no divider. */
  readonly split: number | null
  readonly isOriginalHeld: boolean
  readonly dpr: number
}

/** Time per frame and layer for images of a new zoom. */
const paintBudgetMs = 4

interface Base {
  readonly id: string
  readonly size: Size
  readonly origin: Point
}

/** The pictures of a document from the bottom up: base, layers, and the result or preview that is looked at. */
export class PictureStack {
  readonly #options: PictureStackOptions
  readonly #pictures = new Map<string, ShownPicture>()
  readonly #paints = new Map<string, PaintTiles>()
  /** The base as last asked for, and the one that had pixels before it. */
  #base: Base | null = null
  #former: Base | null = null
  #sharpId: string | null = null
  #isLate = false

  constructor(options: PictureStackOptions) {
    this.#options = options
  }

  /** Pixels of a paint layer changed. */
  markDirty(surfaceId: string, dirty: readonly Rect[]): boolean {
    const tiles = this.#paints.get(surfaceId)
    tiles?.markDirty(dirty)
    return tiles !== undefined
  }

  /** Returns true while some of it is not up to date: draw again next frame. */
  draw(sheet: Sheet, scene: PictureScene): boolean {
    const { doc } = scene
    this.#followBase(doc)
    this.#forgetUnused(scene)
    const whole = { x: 0, y: 0, ...doc.size }
    if (doc.frame !== null && !scene.isOriginalHeld)
      drawHatch(sheet.context, toSheetRect(sheet.zoom, doc.frame), scene.dpr)
    drawCheckerboard(sheet.context, toSheetRect(sheet.zoom, whole), scene.dpr)
    this.#drawBase(sheet, doc)
    if (scene.isOriginalHeld) return false
    this.#isLate = false
    for (const layer of doc.layers) this.#drawLayer(sheet, layer, whole)
    if (scene.result !== null) this.#drawResult(sheet, scene.result, scene)
    if (scene.preview !== null) drawPreview(sheet, scene.preview)
    return this.#isLate
  }

  dispose(): void {
    for (const picture of this.#pictures.values()) picture.dispose()
    this.#pictures.clear()
    this.#paints.clear()
  }

  #followBase({ baseId, size, origin }: CanvasDoc): void {
    const before = this.#base
    if (before?.id === baseId) return
    if (before !== null && this.#pictures.get(before.id)?.hasPixels) this.#former = before
    this.#base = { id: baseId, size, origin }
  }

  #drawBase(sheet: Sheet, doc: CanvasDoc): void {
    const base = this.#picture(doc.baseId, doc.size)
    const { hasPixels } = base
    const former = this.#former
    if (hasPixels) this.#former = null
    else if (former !== null) this.#drawFormer(sheet, former, doc)
    drawAt(sheet, base, { x: 0, y: 0, ...doc.size })
    if (!base.isSharp || this.#sharpId === doc.baseId) return
    this.#sharpId = doc.baseId
    this.#options.onSharp(doc.baseId)
  }

  /** Until the new base has pixels the one before it stays, where its pixels are in the new extent. */
  #drawFormer(sheet: Sheet, { id, size, origin }: Base, doc: CanvasDoc): void {
    const box = { x: origin.x - doc.origin.x, y: origin.y - doc.origin.y, ...size }
    clipped(sheet, { x: 0, y: 0, ...doc.size }, () => drawAt(sheet, this.#picture(id, size), box))
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

  #drawPlaced({ context, zoom, seen }: Sheet, { assetId, pictureSize, placement }: PictureLayer, whole: Rect): void {
    const part = placedPart(placement, pictureSize, intersectRects(seen, whole))
    if (isEmptyRect(part)) return
    const own = Math.max(placement.scaleX, placement.scaleY)
    context.scale(zoom, zoom)
    context.transform(...placementMatrix(placement, pictureSize))
    context.scale(1 / (zoom * own), 1 / (zoom * own))
    this.#picture(assetId, pictureSize).draw(context, zoom * own, part)
  }

  #drawResult(sheet: Sheet, { id, box }: ShownResult, { split, doc, dpr }: PictureScene): void {
    const picture = this.#picture(id, box)
    // Asks for its pixels; what is below stays in sight until they are there.
    if (!picture.hasPixels) return drawAt(sheet, picture, box)
    const left = split === null ? -Infinity : doc.size.widthPx * split
    const shown = { ...box, x: Math.max(left, box.x), widthPx: box.x + box.widthPx - Math.max(left, box.x) }
    if (isEmptyRect(shown)) return
    clipped(sheet, shown, () => {
      drawCheckerboard(sheet.context, toSheetRect(sheet.zoom, box), dpr)
      drawAt(sheet, picture, box)
    })
  }

  #picture(id: string, size: Size): ShownPicture {
    const known = this.#pictures.get(id)
    if (known !== undefined) return known
    const { onProgress, onFailure } = this.#options
    // A box is a size too, but its place is not the picture's.
    const own = { widthPx: size.widthPx, heightPx: size.heightPx }
    const picture = createShownPicture(id, own, { onProgress, onFailure: () => onFailure(id) })
    this.#pictures.set(id, picture)
    return picture
  }

  #paint(id: string): PaintTiles {
    const known = this.#paints.get(id)
    if (known !== undefined) return known
    const tiles = new PaintTiles(this.#options.raster)
    this.#paints.set(id, tiles)
    return tiles
  }

  #forgetUnused({ doc, result }: PictureScene): void {
    const layers = doc.layers.flatMap((layer) => (layer.kind === 'picture' ? [layer.assetId as string] : []))
    const used = new Set([doc.baseId, this.#former?.id, result?.id, ...layers])
    for (const [id, picture] of this.#pictures) {
      if (used.has(id)) continue
      picture.dispose()
      this.#pictures.delete(id)
    }
    for (const id of this.#paints.keys()) if (!doc.layers.some((layer) => layer.id === id)) this.#paints.delete(id)
  }
}

/** Draws a picture pixel by pixel where it belongs. */
function drawAt({ context, zoom, seen }: Sheet, picture: ShownPicture, box: Rect): void {
  const part = intersectRects(seen, box)
  if (isEmptyRect(part)) return
  context.save()
  context.translate(Math.round(box.x * zoom), Math.round(box.y * zoom))
  picture.draw(context, zoom, { ...part, x: part.x - box.x, y: part.y - box.y })
  context.restore()
}

function drawPreview({ context, zoom }: Sheet, { image, box }: { image: ImageBitmap; box: Rect }): void {
  const to = toSheetRect(zoom, box)
  setSmoothing(context, Math.min(1, zoom))
  context.drawImage(image, to.x, to.y, to.widthPx, to.heightPx)
}

/** Draws within a part of the picture, and leaves the context as it was. */
function clipped({ context, zoom }: Sheet, part: Rect, draw: () => void): void {
  const { x, y, widthPx, heightPx } = toSheetRect(zoom, part)
  context.save()
  context.beginPath()
  context.rect(x, y, widthPx, heightPx)
  context.clip()
  draw()
  context.restore()
}
