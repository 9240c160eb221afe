import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileMap } from '../../document/raster.ts'
import { runSearch } from './run-search.ts'

/**
 * What the picture is probably of. A guess without any trained model: what stands out from the picture's border in
 * color, is cut off from it by edges, and lies rather in the middle. Right for a clear subject before a calm or
 * blurred ground; wrong where both share their colors. Empty where nothing stands out.
 * @param read RGBA, straight alpha, row by row, of a part of the picture; its array is taken over
 * @throws AppError what `read` throws; request/cancelled when aborted
 */
export function selectSubject(
  size: Size,
  read: (area: Rect) => Promise<Uint8ClampedArray>,
  signal: AbortSignal,
): Promise<TileMap> {
  return runSearch({ is: 'subject', size }, read, signal)
}
