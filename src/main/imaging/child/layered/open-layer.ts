import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import { intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { ComposeLayer } from '../../imaging.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { decodeImage, openImage } from '../source/decode-image.ts'
import { inspectImage, type InspectedImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import type { LayerRows } from './layer-rows.ts'
import { paintRows } from './paint-rows.ts'
import { imageRows, placedBounds, type DrawnImage } from './image-rows.ts'

/**
 * Passes a layer's rows to `draw`; its image is released afterwards.
 * @param isWholeWanted whether to include what reaches beyond the document, given its bounds;
 * absent = the layer is cropped to the document
 */
export async function withLayer<T>(
  layer: ComposeLayer,
  document: Size,
  signal: AbortSignal,
  draw: (rows: LayerRows) => Promise<T>,
  isWholeWanted: (bounds: Rect) => boolean = () => false,
): Promise<T> {
  if (layer.kind === 'paint') return draw(paintRows(layer.tiles, document))
  const image = await inspectImage(fileSource(layer.path))
  const reduced = reducedSize(image.facts, layer.placement)
  const drawn = await decodeReduced(image, reduced, signal)
  const placement = scaledPlacement(layer.placement, image.facts, reduced)
  const whole = placedBounds(drawn, placement)
  const bounds = isWholeWanted(whole) ? whole : intersectRects(whole, { x: 0, y: 0, ...sizeOf(document) })
  return draw(imageRows(drawn, placement, bounds))
}

const sizeOf = ({ widthPx, heightPx }: Size): Size => ({ widthPx, heightPx })

/** Memory needed to draw the largest layer: layers are drawn one at a time. */
export async function largestLayerBytes(layers: readonly ComposeLayer[]): Promise<number> {
  let largest = 0
  for (const layer of layers) {
    if (layer.kind === 'paint') continue
    const { facts } = await inspectImage(fileSource(layer.path))
    const { widthPx, heightPx } = reducedSize(facts, layer.placement)
    largest = Math.max(largest, widthPx * heightPx * 8)
  }
  return largest
}

/** Downscales while decoding if the image is drawn smaller: linear interpolation alone would skip pixels. */
function reducedSize({ widthPx, heightPx }: Size, { scaleX, scaleY }: Placement): Size {
  return {
    widthPx: scaleX < 1 ? Math.max(1, Math.round(widthPx * scaleX)) : widthPx,
    heightPx: scaleY < 1 ? Math.max(1, Math.round(heightPx * scaleY)) : heightPx,
  }
}

function scaledPlacement(placement: Placement, whole: Size, reduced: Size): Placement {
  return {
    ...placement,
    scaleX: (placement.scaleX * whole.widthPx) / reduced.widthPx,
    scaleY: (placement.scaleY * whole.heightPx) / reduced.heightPx,
  }
}

async function decodeReduced(image: InspectedImage, size: Size, signal: AbortSignal): Promise<DrawnImage> {
  const { widthPx, heightPx } = size
  if (widthPx === image.facts.widthPx && heightPx === image.facts.heightPx) return decodeImage(image, signal)
  try {
    const small = openImage(image).resize(widthPx, heightPx, { fit: 'fill', kernel: 'lanczos3' })
    const { data: rgba } = await small.ensureAlpha().raw({ depth: 'uchar' }).toUint8Array()
    return { widthPx, heightPx, rgba }
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}
