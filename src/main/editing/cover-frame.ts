import type { SentPart } from '../../shared/domain/edit.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import { distance, ratioOf } from './pixel-grid.ts'

/** Shapes nearer than this look the same. */
const sameShape = 0.01

/** What a picture is to lie over. */
export interface Covered {
  /** Of what is drawn, as far as it is known. */
  readonly size: Size | null
  /** What of the source is sent; null = there is none. */
  readonly sent: SentPart | null
  /** Of the picture to edit. */
  readonly source: Size | null
}

/** The source, or what is drawn where there is none. A source that is expanded counts as large as it becomes. */
export function coveredSize({ frame }: { readonly frame?: Rect | null | undefined }, covered: Covered): Size | null {
  const { size, sent, source } = covered
  if (sent === null || source === null) return size
  const { widthPx, heightPx } = frame ?? source
  return { widthPx, heightPx }
}

/** The largest part from the middle of a picture that has this shape. */
export function coverCrop(picture: Size, shape: Size): Rect {
  const scale = Math.min(picture.widthPx / shape.widthPx, picture.heightPx / shape.heightPx)
  const side = (length: number, most: number) => Math.min(most, Math.max(1, Math.round(length * scale)))
  const widthPx = side(shape.widthPx, picture.widthPx)
  const heightPx = side(shape.heightPx, picture.heightPx)
  const x = Math.floor((picture.widthPx - widthPx) / 2)
  const y = Math.floor((picture.heightPx - heightPx) / 2)
  return { x, y, widthPx, heightPx }
}

export function hasShapeOf(one: Size, other: Size): boolean {
  return distance(ratioOf(one), ratioOf(other)) < sameShape
}

/** How a picture is sent that covers another one: the same part of it, at the same place in the frame. null = nothing is known. */
export function coverFrame(picture: Size, over: Size | null, { size, sent }: Covered): SentPart | null {
  if (over === null) return null
  const drawn = size ?? over
  const { crop, frame, box } = sent ?? { crop: { x: 0, y: 0, ...over }, frame: drawn, box: { x: 0, y: 0, ...drawn } }
  const whole = coverCrop(picture, over)
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
