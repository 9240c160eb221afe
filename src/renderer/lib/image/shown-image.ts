import type { Size } from '../../../shared/util/geometry.ts'
import { TiledImage } from './tiled-image.ts'
import { type ImageEvents, type ShownImage, WholeImage } from './whole-image.ts'

/** Decoded as a whole up to this size: 160 MB, within a second or two. */
const mostWholePixels = 40_000_000
/** Longer sides do not fit into a texture on every GPU. */
const longestWholeSidePx = 8_192

export function createShownImage(id: string, size: Size, events: ImageEvents): ShownImage {
  const isLarge =
    size.widthPx * size.heightPx > mostWholePixels || Math.max(size.widthPx, size.heightPx) > longestWholeSidePx
  return isLarge ? new TiledImage(id, size, events) : new WholeImage(id, size, events)
}
