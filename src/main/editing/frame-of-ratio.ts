import type { Rect, Size } from '../../shared/util/geometry.ts'

/** Returns the smallest frame of a shape with the image in its center; the image's own size if it has that shape. */
export function frameOfRatio({ widthPx, heightPx }: Size, ratio: Size): Rect {
  const width = Math.max(widthPx, Math.round((heightPx * ratio.widthPx) / ratio.heightPx))
  const height = Math.max(heightPx, Math.round((widthPx * ratio.heightPx) / ratio.widthPx))
  return {
    x: 0 - Math.floor((width - widthPx) / 2),
    y: 0 - Math.floor((height - heightPx) / 2),
    widthPx: width,
    heightPx: height,
  }
}
