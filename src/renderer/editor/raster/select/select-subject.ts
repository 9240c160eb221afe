import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileMap } from '../../document/raster.ts'
import { runSearch } from './run-search.ts'

/**
 * Selects the probable subject of the image. A heuristic without a trained model: whatever stands out in color from the
 * image's border, is separated from it by edges, and is closer to the center. Right for a clear subject on a calm or
 * blurred background; wrong where both share colors. Empty where nothing stands out.
 * @param read RGBA, straight alpha, row by row, of a part of the image; takes ownership of the array
 * @throws AppError what `read` throws; request/cancelled when aborted
 */
export function selectSubject(
  size: Size,
  read: (area: Rect) => Promise<Uint8ClampedArray>,
  signal: AbortSignal,
): Promise<TileMap> {
  return runSearch({ type: 'subject', size }, read, signal)
}
