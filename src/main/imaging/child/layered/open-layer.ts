import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import { intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { ComposeLayer } from '../../imaging.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { decodePicture, openPicture } from '../source/decode-picture.ts'
import { inspectPicture, type InspectedPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import type { LayerRows } from './layer-rows.ts'
import { paintRows } from './paint-rows.ts'
import { pictureRows, placedBounds, type DrawnPicture } from './picture-rows.ts'

/**
 * Hands a layer's rows to `draw`; its picture is dropped after.
 * @param isWholeWanted whether the layer is wanted with what reaches beyond the document, which would be this much;
 * absent = it is cut at the document's border
 */
export async function withLayer<T>(
  layer: ComposeLayer,
  document: Size,
  signal: AbortSignal,
  draw: (rows: LayerRows) => Promise<T>,
  isWholeWanted: (bounds: Rect) => boolean = () => false,
): Promise<T> {
  if (layer.kind === 'paint') return draw(paintRows(layer.tiles, document))
  const picture = await inspectPicture(fileSource(layer.path))
  const reduced = reducedSize(picture.facts, layer.placement)
  const drawn = await decodeReduced(picture, reduced, signal)
  const placement = scaledPlacement(layer.placement, picture.facts, reduced)
  const whole = placedBounds(drawn, placement)
  const bounds = isWholeWanted(whole) ? whole : intersectRects(whole, { x: 0, y: 0, ...sizeOf(document) })
  return draw(pictureRows(drawn, placement, bounds))
}

const sizeOf = ({ widthPx, heightPx }: Size): Size => ({ widthPx, heightPx })

/** What the largest of the layers takes while it is drawn: they are drawn one after another. */
export async function largestLayerBytes(layers: readonly ComposeLayer[]): Promise<number> {
  let largest = 0
  for (const layer of layers) {
    if (layer.kind === 'paint') continue
    const { facts } = await inspectPicture(fileSource(layer.path))
    const { widthPx, heightPx } = reducedSize(facts, layer.placement)
    largest = Math.max(largest, widthPx * heightPx * 8)
  }
  return largest
}

/** Made smaller while it is decoded, where it is drawn smaller: linear interpolation alone would skip pixels. */
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

async function decodeReduced(picture: InspectedPicture, size: Size, signal: AbortSignal): Promise<DrawnPicture> {
  const { widthPx, heightPx } = size
  if (widthPx === picture.facts.widthPx && heightPx === picture.facts.heightPx) return decodePicture(picture, signal)
  try {
    const small = openPicture(picture).resize(widthPx, heightPx, { fit: 'fill', kernel: 'lanczos3' })
    const rgba = await small.ensureAlpha().raw({ depth: 'uchar' }).toBuffer()
    // Copied: the bytes lie in the decoder's own heap.
    return { widthPx, heightPx, rgba: Uint8Array.from(rgba) }
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}
