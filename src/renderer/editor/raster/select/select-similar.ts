import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileMap } from '../../document/raster.ts'
import { runSearch } from './run-search.ts'
import type { SimilarRequest } from './strips.ts'

/**
 * Selects everything of a color: the wand (contiguous, from a point) and color range (everywhere). Reads only the parts
 * of the image it reaches, 4 megapixels at a time, and keeps one byte per pixel.
 * @param read RGBA, straight alpha, row by row, of a part of the image; takes ownership of the array
 * @throws AppError what `read` throws; request/cancelled when aborted
 */
export function selectSimilar(
  size: Size,
  read: (area: Rect) => Promise<Uint8ClampedArray>,
  request: SimilarRequest,
  signal: AbortSignal,
): Promise<TileMap> {
  return runSearch({ type: 'similar', size, request }, read, signal)
}
