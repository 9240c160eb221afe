import type { Rect } from '../util/geometry.ts'
import type { DroppedHandle } from './file-handles.ts'

/**
 * `thumb-256`/`thumb-512`: WebP that fits the square; `full`: every pixel, upright, sRGB, in a format the window can
 * show; `original`: the file's own bytes; `mask`: what it was made with; `answer`: the service's response it was made
 * from; `painted`: the mask of an edit as painted; `heat`: where and how much it differs from its parent, transparent
 * where it does not.
 */
export const renditions = ['thumb-256', 'thumb-512', 'full', 'original', 'mask', 'answer', 'painted', 'heat'] as const
export type Rendition = (typeof renditions)[number]

export function assetUrl(id: string, rendition: Rendition): string {
  return `asset://library/${id}/${rendition}`
}

/** Maximum number of pixels per response: 2048 × 2048. */
export const regionPixelsMax = 4_194_304

/**
 * Returns the URL of a region of what `full` shows: RGBA, straight alpha, row by row, `ceil(side / 2 ** level)` per
 * side.
 */
export function regionUrl(id: string, { x, y, widthPx, heightPx }: Rect, level: number): string {
  return `asset://library/${id}/region?x=${x}&y=${y}&w=${widthPx}&h=${heightPx}&level=${level}`
}

/** Returns the URL of a map of where two images differ: one byte per measured pixel, the largest difference there. */
export function differenceUrl(firstId: string, secondId: string): string {
  return `asset://compare/${firstId}/${secondId}`
}

/** Returns the URL of the unmodified file, which is not in the library yet. */
export function incomingUrl(file: DroppedHandle): string {
  return `asset://incoming/${file}`
}

/** Returns the URL of a coarse preview of a running job, or of the preview's mask. */
export function previewUrl(jobId: string, revision: number): string {
  return `asset://preview/${jobId}/${revision}`
}
