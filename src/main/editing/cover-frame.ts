import type { SentPart } from '../../shared/domain/edit.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import { distance, ratioOf } from './pixel-grid.ts'

/** Aspect ratios closer than this look the same. */
const sameShape = 0.01

/** What an image has to cover. */
export interface Covered {
  /** Size of the output, if known. */
  readonly size: Size | null
  /** The part of the source that is sent; null = there is no source. */
  readonly sent: SentPart | null
  /** Size of the image to edit. */
  readonly source: Size | null
}

/**
 * Returns the size of the source, or of the output if there is none. A source to be expanded counts with its final
 * size.
 */
export function coveredSize({ frame }: { readonly frame?: Rect | null | undefined }, covered: Covered): Size | null {
  const { size, sent, source } = covered
  if (sent === null || source === null) return size
  const { widthPx, heightPx } = frame ?? source
  return { widthPx, heightPx }
}

/** Returns the largest centered crop of an image with this shape. */
export function coverCrop(image: Size, shape: Size): Rect {
  const scale = Math.min(image.widthPx / shape.widthPx, image.heightPx / shape.heightPx)
  const side = (length: number, most: number) => Math.min(most, Math.max(1, Math.round(length * scale)))
  const widthPx = side(shape.widthPx, image.widthPx)
  const heightPx = side(shape.heightPx, image.heightPx)
  const x = Math.floor((image.widthPx - widthPx) / 2)
  const y = Math.floor((image.heightPx - heightPx) / 2)
  return { x, y, widthPx, heightPx }
}

export function hasShapeOf(first: Size, second: Size): boolean {
  return distance(ratioOf(first), ratioOf(second)) < sameShape
}

/**
 * Returns how to send an image that covers another one: the same part of it, at the same place in the frame. null =
 * nothing is known.
 */
export function coverFrame(image: Size, over: Size | null, { size, sent }: Covered): SentPart | null {
  if (over === null) return null
  const drawn = size ?? over
  const { crop, frame, box } = sent ?? { crop: { x: 0, y: 0, ...over }, frame: drawn, box: { x: 0, y: 0, ...drawn } }
  const whole = coverCrop(image, over)
  const scale = whole.widthPx / over.widthPx
  const start = (at: number, from: number, end: number) =>
    Math.min(Math.max(from, from + Math.round(at * scale)), end - 1)
  const x = start(crop.x, whole.x, whole.x + whole.widthPx)
  const y = start(crop.y, whole.y, whole.y + whole.heightPx)
  const length = (px: number, room: number) => Math.min(room, Math.max(1, Math.round(px * scale)))
  return {
    crop: {
      x,
      y,
      widthPx: length(crop.widthPx, whole.x + whole.widthPx - x),
      heightPx: length(crop.heightPx, whole.y + whole.heightPx - y),
    },
    frame,
    box,
  }
}
