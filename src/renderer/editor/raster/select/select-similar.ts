import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileMap } from '../../document/raster.ts'
import { runSearch } from './run-search.ts'
import type { SimilarRequest } from './strips.ts'

/**
 * Everything of a color: the wand (contiguous, from a place) and color range (everywhere). Reads only the parts of the
 * picture that it gets to, 4 megapixels at a time, and keeps a byte per pixel.
 * @param read RGBA, straight alpha, row by row, of a part of the picture; its array is taken over
 * @throws AppError what `read` throws; request/cancelled when aborted
 */
export function selectSimilar(
  size: Size,
  read: (area: Rect) => Promise<Uint8ClampedArray>,
  request: SimilarRequest,
  signal: AbortSignal,
): Promise<TileMap> {
  return runSearch({ is: 'similar', size, request }, read, signal)
}
