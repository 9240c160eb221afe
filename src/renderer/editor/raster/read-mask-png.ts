import { tilePx } from '../../../shared/domain/surfaces.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { TileMap } from '../document/raster.ts'
import { FrameYielder } from './frame-yielder.ts'
import { createTileGrid, tileRect } from './tile-grid.ts'

/** A gray PNG of the document's size as tiles, band by band: the first channel counts, nothing is converted. */
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
      throw new AppError('request/invalid', 'The mask does not have the size of the image. Nothing was changed.')
    }
    return await cut(image, size, isInverted, signal)
  } finally {
    image.close()
  }
}

async function cut(image: ImageBitmap, size: Size, isInverted: boolean, signal: AbortSignal): Promise<TileMap> {
  const grid = createTileGrid(size)
  const context = new OffscreenCanvas(tilePx, tilePx).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new AppError('internal/bug', 'The mask could not be read.')
  const breather = new FrameYielder()
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
    await breather.pause()
    if (signal.aborted) throw AppError.cancelled()
  }
  return tiles
}
