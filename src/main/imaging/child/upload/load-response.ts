import { intersectRects, isEmptyRect, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { SentFrame } from '../../imaging.ts'
import type { RgbaPixels } from '../composite/planes.ts'
import { isSeeThrough, scalePixels } from '../composite/scale-pixels.ts'
import { loadSource, type SourceServices } from '../source/load-source.ts'
import { responseBox, possibleFits, type ResponseFit } from './response-box.ts'

/** The part of an answer that shows the crop. */
export interface ResponsePixels extends RgbaPixels {
  readonly hasAlpha: boolean
  /** Transparent is only what the answer does not show. */
  readonly isPartial: boolean
}

export interface LoadedResponse {
  readonly fits: readonly ResponseFit[]
  /** Taken for an answer that was made to fit like that. */
  take(fit: ResponseFit): Promise<ResponsePixels>
}

/**
 * The answer's part that shows the crop, at most of the size `wanted`: a larger one is made smaller here, once; a
 * smaller one stays as it is, to be enlarged where it is laid in. What lies beyond the answer's edge is transparent.
 */
export async function loadResponse(
  request: SentFrame & { readonly answerPath: string },
  wanted: Size,
  services: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<LoadedResponse> {
  const answer = await loadSource(request.answerPath, services)
  const take = async (fit: ResponseFit): Promise<ResponsePixels> => {
    const shown = responseBox(request, answer, fit)
    const isWhole = shown.widthPx === answer.widthPx && shown.heightPx === answer.heightPx && shown.x + shown.y === 0
    const rgba = isWhole ? answer.rgba : copyPixelRows(answer, shown)
    const size = {
      widthPx: Math.min(shown.widthPx, wanted.widthPx),
      heightPx: Math.min(shown.heightPx, wanted.heightPx),
    }
    const pixels = await scalePixels({ widthPx: shown.widthPx, heightPx: shown.heightPx, rgba }, size)
    const hasAlpha = (answer.hasAlpha || !isWhole) && isSeeThrough(pixels)
    return { ...pixels, hasAlpha, isPartial: hasAlpha && !answer.hasAlpha }
  }
  return { fits: possibleFits(request, answer), take }
}

/** What of the part lies beyond the picture is transparent. */
export function copyPixelRows(picture: RgbaPixels, part: Rect): Uint8Array {
  const result = new Uint8Array(part.widthPx * part.heightPx * 4)
  const inside = intersectRects(part, { x: 0, y: 0, widthPx: picture.widthPx, heightPx: picture.heightPx })
  if (isEmptyRect(inside)) return result
  for (let y = inside.y; y < inside.y + inside.heightPx; y++) {
    const from = (y * picture.widthPx + inside.x) * 4
    const to = ((y - part.y) * part.widthPx + inside.x - part.x) * 4
    result.set(picture.rgba.subarray(from, from + inside.widthPx * 4), to)
  }
  return result
}
