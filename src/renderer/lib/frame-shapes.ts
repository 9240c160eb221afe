import type { Rect, Size } from '../../shared/util/geometry.ts'

/** Aspect ratios for a frame around an image, starting with square. */
export const frameRatios = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9'] as const

/** The longest side that the rest of the program opens. */
export const longestSidePx = 16_384

/** Returns the smallest frame of a ratio that holds the whole image, centered. */
export function frameForRatio({ widthPx, heightPx }: Size, ratio: number): Rect {
  const width = Math.min(longestSidePx, Math.max(widthPx, Math.round(heightPx * ratio)))
  const height = Math.min(longestSidePx, Math.max(heightPx, Math.round(widthPx / ratio)))
  return {
    x: Math.round((widthPx - width) / 2),
    y: Math.round((heightPx - height) / 2),
    widthPx: width,
    heightPx: height,
  }
}

/** How far a frame extends beyond the image on each side, in pixels; negative where it crops. */
export interface FrameMargins {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** @param frame null = the image as it is */
export function marginsOf(frame: Rect | null, { widthPx, heightPx }: Size): FrameMargins {
  if (frame === null) return { left: 0, top: 0, right: 0, bottom: 0 }
  return {
    left: -frame.x + 0,
    top: -frame.y + 0,
    right: frame.x + frame.widthPx - widthPx,
    bottom: frame.y + frame.heightPx - heightPx,
  }
}

/** Null if nothing is added or cropped. */
export function frameOfMargins({ left, top, right, bottom }: FrameMargins, { widthPx, heightPx }: Size): Rect | null {
  if (left === 0 && top === 0 && right === 0 && bottom === 0) return null
  return { x: -left + 0, y: -top + 0, widthPx: widthPx + left + right, heightPx: heightPx + top + bottom }
}
