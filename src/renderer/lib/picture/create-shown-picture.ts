import type { Size } from '../../../shared/util/geometry.ts'
import type { PictureEvents, ShownPicture } from './shown-picture.ts'
import { TiledPicture } from './tiled-picture.ts'
import { WholePicture } from './whole-picture.ts'

/** Decoded as a whole up to here: 160 MB, within a second or two. */
const mostWholePixels = 40_000_000
/** Longer sides do not fit into a texture everywhere. */
const longestWholeSidePx = 8_192

export function createShownPicture(id: string, size: Size, events: PictureEvents): ShownPicture {
  const isLarge =
    size.widthPx * size.heightPx > mostWholePixels || Math.max(size.widthPx, size.heightPx) > longestWholeSidePx
  return isLarge ? new TiledPicture(id, size, events) : new WholePicture(id, size, events)
}
