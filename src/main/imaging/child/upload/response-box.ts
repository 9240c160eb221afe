import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { SentFrame } from '../../imaging.ts'

/**
 * How a service may have produced a response with a different aspect ratio: stretched the image, cropped it, or painted
 * more beside it.
 */
export type ResponseFit = 'stretched' | 'cut' | 'widened'

/** Shapes that differ by less than this are the same, rounded. */
const sameShape = 0.004

/** What to try, the likeliest first. */
export function possibleFits({ frame }: SentFrame, response: Size): readonly ResponseFit[] {
  const stretch = response.widthPx / frame.widthPx / (response.heightPx / frame.heightPx)
  return Math.abs(stretch - 1) < sameShape ? ['stretched'] : ['stretched', 'cut', 'widened']
}

/**
 * Returns the part of a response that shows the source, in response pixels. Services choose their own sizes: what was
 * sent is mapped to the nearest whole pixel. If a response was cut, the part extends beyond its edge.
 */
export function responseBox({ frame, box }: SentFrame, response: Size, fit: ResponseFit = 'stretched'): Rect {
  const [wide, high] = [response.widthPx / frame.widthPx, response.heightPx / frame.heightPx]
  if (fit === 'stretched') {
    const [x, right] = scaleEdges(box.x, box.widthPx, wide, response.widthPx)
    const [y, bottom] = scaleEdges(box.y, box.heightPx, high, response.heightPx)
    return { x, y, widthPx: right - x, heightPx: bottom - y }
  }
  const scale = fit === 'cut' ? Math.max(wide, high) : Math.min(wide, high)
  const x = Math.round(box.x * scale + (response.widthPx - frame.widthPx * scale) / 2)
  const y = Math.round(box.y * scale + (response.heightPx - frame.heightPx * scale) / 2)
  const widthPx = Math.max(1, Math.round(box.widthPx * scale))
  return { x, y, widthPx, heightPx: Math.max(1, Math.round(box.heightPx * scale)) }
}

function scaleEdges(from: number, length: number, scale: number, limit: number): [number, number] {
  const start = Math.min(limit - 1, Math.round(from * scale))
  return [start, Math.min(limit, Math.max(start + 1, Math.round((from + length) * scale)))]
}
