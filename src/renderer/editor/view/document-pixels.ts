import { regionPixelsMax } from '../../../shared/domain/image-url.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { pixelsUnreadable } from '../../../shared/messages/en/editor.ts'
import { intersectRects, isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'
import { levelFor, sizeAtLevel } from '../../lib/image/image-level.ts'
import { loadRegion } from '../../lib/image/load-image.ts'
import type { CanvasDoc, LayerEntry, PaintLayer, ImageLayer } from '../document/model.ts'
import type { PixelReader } from '../document/pixel-reader.ts'
import type { Raster } from '../document/raster.ts'
import { placedPart, placementMatrix } from './images/placement.ts'

type Pixels = Uint8ClampedArray<ArrayBuffer>

/** Larger areas are read in squares of this size, so that no canvas and no response is large. */
const blockPx = 1024

/** Reads a document's pixels: the base from the imaging process, exactly, with layers drawn over it. */
export function createDocumentPixels(raster: Raster): PixelReader {
  return {
    read: async (doc, area, layers, signal) => {
      try {
        return await readArea(doc, area, layers === 'all' ? shownLayers(doc) : [], raster, signal)
      } catch (thrown) {
        throw toAppError(thrown, signal)
      }
    },
  }
}

function shownLayers(doc: CanvasDoc): readonly LayerEntry[] {
  return doc.layers.filter((layer) => layer.isVisible && layer.opacity > 0)
}

async function readArea(
  doc: CanvasDoc,
  area: Rect,
  layers: readonly LayerEntry[],
  raster: Raster,
  signal: AbortSignal,
): Promise<Pixels> {
  const pixels = new Uint8ClampedArray(area.widthPx * area.heightPx * 4)
  for (const block of blocksOf(area)) {
    const base = (await loadRegion(doc.baseId, block, 0, signal)).data
    for (const layer of layers) {
      const drawn = layer.kind === 'paint' ? readPaint(layer, block, raster) : await readPlaced(layer, block, signal)
      if (drawn !== null) drawOver(base, drawn, layer.opacity)
    }
    copyBlock(pixels, area, base, block)
  }
  return pixels
}

function readPaint({ pixels }: PaintLayer, block: Rect, raster: Raster): Uint8Array | null {
  return raster.isEmpty(pixels) ? null : raster.read(pixels, block)
}

/** Draws the visible part of a placed image, from the level its scale needs. */
async function readPlaced(layer: ImageLayer, block: Rect, signal: AbortSignal): Promise<Pixels | null> {
  const { assetId, pictureSize: imageSize, placement } = layer
  const part = placedPart(placement, imageSize, block)
  if (isEmptyRect(part)) return null
  let level = levelFor(Math.max(placement.scaleX, placement.scaleY))
  let aligned = alignTo(level, part, layer)
  while (pixelsAt(aligned, level) > regionPixelsMax) aligned = alignTo(++level, part, layer)
  const image = await createImageBitmap(await loadRegion(assetId, aligned, level, signal))
  const canvas = new OffscreenCanvas(block.widthPx, block.heightPx)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.imageSmoothingQuality = 'high'
  context.translate(-block.x, -block.y)
  context.transform(...placementMatrix(placement, imageSize))
  context.drawImage(image, aligned.x, aligned.y, image.width * 2 ** level, image.height * 2 ** level)
  image.close()
  return context.getImageData(0, 0, block.widthPx, block.heightPx).data
}

/** Expands a part to whole cells of the level, plus one cell around it for smoothing. */
function alignTo(level: number, part: Rect, { pictureSize: imageSize }: ImageLayer): Rect {
  const cell = 2 ** level
  const x = (Math.floor(part.x / cell) - 1) * cell
  const y = (Math.floor(part.y / cell) - 1) * cell
  const right = (Math.ceil((part.x + part.widthPx) / cell) + 1) * cell
  const bottom = (Math.ceil((part.y + part.heightPx) / cell) + 1) * cell
  return intersectRects({ x, y, widthPx: right - x, heightPx: bottom - y }, { x: 0, y: 0, ...imageSize })
}

function pixelsAt(part: Rect, level: number): number {
  const { widthPx, heightPx } = sizeAtLevel(part, level)
  return widthPx * heightPx
}

function blocksOf(area: Rect): Rect[] {
  const blocks: Rect[] = []
  for (let y = area.y; y < area.y + area.heightPx; y += blockPx) {
    for (let x = area.x; x < area.x + area.widthPx; x += blockPx) {
      blocks.push(intersectRects({ x, y, widthPx: blockPx, heightPx: blockPx }, area))
    }
  }
  return blocks
}

function copyBlock(pixels: Pixels, area: Rect, block: Pixels, at: Rect): void {
  const rowBytes = at.widthPx * 4
  for (let row = 0; row < at.heightPx; row++) {
    const to = ((at.y - area.y + row) * area.widthPx + at.x - area.x) * 4
    pixels.set(block.subarray(row * rowBytes, (row + 1) * rowBytes), to)
  }
}

function toAppError(thrown: unknown, signal: AbortSignal): AppError {
  if (signal.aborted) return AppError.cancelled()
  if (thrown instanceof AppError) return thrown
  return new AppError('media/undecodable', pixelsUnreadable, { cause: thrown })
}

/**
 * Composites a layer over pixels in place, both RGBA with straight alpha. Where the layer is clear, the pixels stay
 * identical byte for byte, which a canvas would not guarantee for transparent ones.
 */
export function drawOver(pixels: Uint8ClampedArray, layer: Uint8Array | Uint8ClampedArray, opacity: number): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const layerAlpha = layer[at + 3]!
    if (layerAlpha === 0) continue
    const over = (layerAlpha / 255) * opacity
    const under = (pixels[at + 3]! / 255) * (1 - over)
    const alpha = over + under
    for (let channel = at; channel < at + 3; channel++) {
      pixels[channel] = (layer[channel]! * over + pixels[channel]! * under) / alpha
    }
    pixels[at + 3] = alpha * 255
  }
}
