import { tilePx } from '../../../shared/domain/surfaces.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { TileMap } from '../document/raster.ts'
import { FrameYielder } from './frame-yielder.ts'
import { createTileGrid, tileRect } from './tile-grid.ts'

/** Reads a gray PNG of the document's size into tiles, band by band: uses the first channel, without conversion. */
export async function readMaskPng(
  maskPng: Uint8Array,
  size: Size,
  isInverted: boolean,
  signal: AbortSignal,
): Promise<TileMap> {
  const image = await createImageBitmap(new Blob([maskPng.slice()], { type: 'image/png' }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  })
  try {
    if (image.width !== size.widthPx || image.height !== size.heightPx) {
      throw new AppError('request/invalid', messages.maskSizeDiffers)
    }
    return await readTiles(image, size, isInverted, signal)
  } finally {
    image.close()
  }
}

async function readTiles(image: ImageBitmap, size: Size, isInverted: boolean, signal: AbortSignal): Promise<TileMap> {
  const grid = createTileGrid(size)
  const context = new OffscreenCanvas(tilePx, tilePx).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new AppError('internal/bug', messages.maskUnreadable)
  const yielder = new FrameYielder()
  const tiles = new Map<number, Uint8Array>()
  for (let index = 0; index < grid.columns * grid.rows; index++) {
    const { x, y, widthPx, heightPx } = tileRect(grid, index)
    context.drawImage(image, x, y, widthPx, heightPx, 0, 0, widthPx, heightPx)
    const { data } = context.getImageData(0, 0, widthPx, heightPx)
    const pixels = new Uint8Array(tilePx * tilePx)
    for (let row = 0; row < heightPx; row++) {
      for (let column = 0; column < widthPx; column++) {
        const value = data[(row * widthPx + column) * 4]!
        pixels[row * tilePx + column] = isInverted ? 255 - value : value
      }
    }
    tiles.set(index, pixels)
    await yielder.pause()
    throwIfAborted(signal)
  }
  return tiles
}
