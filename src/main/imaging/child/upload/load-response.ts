import { intersectRects, isEmptyRect, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { SentFrame } from '../../imaging.ts'
import type { RgbaPixels } from '../composite/planes.ts'
import { isSeeThrough, scalePixels } from '../composite/scale-pixels.ts'
import { loadSource, type SourceServices } from '../source/load-source.ts'
import { responseBox, possibleFits, type ResponseFit } from './response-box.ts'

/** The part of a response that shows the crop. */
export interface ResponsePixels extends RgbaPixels {
  readonly hasAlpha: boolean
  /** Transparent only where the response shows nothing. */
  readonly isPartial: boolean
}

export interface LoadedResponse {
  readonly fits: readonly ResponseFit[]
  /** Reads the response assuming that fit. */
  take(fit: ResponseFit): Promise<ResponsePixels>
}

/**
 * Loads the part of the response that shows the crop, at most at size `wanted`: a larger one is downscaled here, once;
 * a smaller one is unchanged, to be enlarged when composited. Pixels beyond the response's edge are transparent.
 */
export async function loadResponse(
  request: SentFrame & { readonly answerPath: string },
  wanted: Size,
  services: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<LoadedResponse> {
  const response = await loadSource(request.answerPath, services)
  const read = async (fit: ResponseFit): Promise<ResponsePixels> => {
    const box = responseBox(request, response, fit)
    const isWhole = box.widthPx === response.widthPx && box.heightPx === response.heightPx && box.x + box.y === 0
    const rgba = isWhole ? response.rgba : copyPixelRows(response, box)
    const size = {
      widthPx: Math.min(box.widthPx, wanted.widthPx),
      heightPx: Math.min(box.heightPx, wanted.heightPx),
    }
    const pixels = await scalePixels({ widthPx: box.widthPx, heightPx: box.heightPx, rgba }, size)
    const hasAlpha = (response.hasAlpha || !isWhole) && isSeeThrough(pixels)
    return { ...pixels, hasAlpha, isPartial: hasAlpha && !response.hasAlpha }
  }
  return { fits: possibleFits(request, response), take: read }
}

/** Pixels beyond the image are transparent. */
export function copyPixelRows(image: RgbaPixels, part: Rect): Uint8Array {
  const result = new Uint8Array(part.widthPx * part.heightPx * 4)
  const inside = intersectRects(part, { x: 0, y: 0, widthPx: image.widthPx, heightPx: image.heightPx })
  if (isEmptyRect(inside)) return result
  for (let y = inside.y; y < inside.y + inside.heightPx; y++) {
    const from = (y * image.widthPx + inside.x) * 4
    const to = ((y - part.y) * part.widthPx + inside.x - part.x) * 4
    result.set(image.rgba.subarray(from, from + inside.widthPx * 4), to)
  }
  return result
}
