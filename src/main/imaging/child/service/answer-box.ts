import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { SentFrame } from '../../imaging.ts'

/**
 * The part of an answer that shows the source. Services answer in sizes of their own: the frame's proportions are
 * carried over, to the nearest whole pixel.
 */
export function answerBox({ frame, box }: SentFrame, answer: Size): Rect {
  const [x, right] = scaleEdges(box.x, box.widthPx, answer.widthPx / frame.widthPx, answer.widthPx)
  const [y, bottom] = scaleEdges(box.y, box.heightPx, answer.heightPx / frame.heightPx, answer.heightPx)
  return { x, y, widthPx: right - x, heightPx: bottom - y }
}

function scaleEdges(from: number, length: number, scale: number, limit: number): [number, number] {
  const start = Math.min(limit - 1, Math.round(from * scale))
  return [start, Math.min(limit, Math.max(start + 1, Math.round((from + length) * scale)))]
}
