import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { RasterRef } from '../document/model.ts'
import { areSameBytes, isAllOf } from './pixel-math.ts'
import { fullTile, Tile } from './tile.ts'
import { tileRect, type TileGrid } from './tile-grid.ts'

type Channels = RasterRef['channels']

/** Returns the tile for these pixels: none when empty, the shared one when full, the old one when unchanged. */
export function canonical(
  pixels: Uint8Array,
  channels: Channels,
  base: Tile | null,
  reusable?: Tile | null,
): Tile | null {
  if (pixels[0] === 0 && isAllOf(pixels, 0)) return null
  if (channels === 1 && pixels[0] === 255 && isAllOf(pixels, 255)) return fullTile
  if (base !== null && areSameBytes(pixels, base.peek())) return base
  return reusable ?? new Tile(pixels)
}

/** Pixels beyond the image's border are 0 in every tile. */
export function clearOutside(grid: TileGrid, index: number, pixels: Uint8Array, channels: Channels): void {
  const { widthPx, heightPx } = tileRect(grid, index)
  const rowBytes = tilePx * channels
  pixels.fill(0, heightPx * rowBytes)
  if (widthPx === tilePx) return
  for (let row = 0; row < heightPx; row++) pixels.fill(0, row * rowBytes + widthPx * channels, (row + 1) * rowBytes)
}

/** Copies a part, given in image coordinates, between pixel buffers whose areas are `from` and `to`. */
export function copyPart(
  part: Rect,
  channels: Channels,
  from: { readonly pixels: Uint8Array; readonly rect: Rect },
  to: { readonly pixels: Uint8Array; readonly rect: Rect },
): void {
  const length = part.widthPx * channels
  for (let y = part.y; y < part.y + part.heightPx; y++) {
    const at = ((y - from.rect.y) * from.rect.widthPx + part.x - from.rect.x) * channels
    to.pixels.set(
      from.pixels.subarray(at, at + length),
      ((y - to.rect.y) * to.rect.widthPx + part.x - to.rect.x) * channels,
    )
  }
}
