import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileMap } from '../../document/raster.ts'
import { openWork } from '../off-thread/open-work.ts'
import type { SimilarRequest, StripSearchInput } from './strips.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

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

/** Reads the parts a search requests until it needs nothing more. */
export async function runSearch(
  input: StripSearchInput,
  read: (area: Rect) => Promise<Uint8ClampedArray>,
  signal: AbortSignal,
): Promise<TileMap> {
  const work = openWork(signal)
  try {
    let area = await work.call('search.begin', input)
    while (area !== null) {
      const pixels = await read(area)
      throwIfAborted(signal)
      area = await work.call('search.strip', { area: area, pixels })
    }
    return new Map(await work.call('search.end'))
  } finally {
    work.close()
  }
}
