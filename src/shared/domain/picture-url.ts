import type { Rect } from '../util/geometry.ts'
import type { DroppedHandle } from './file-handles.ts'

/** `thumb-256`/`thumb-512`: WebP that fits the square; `full`: every pixel, upright, sRGB, in a format the window can show; `original`: the file's own bytes; `mask`: what it was made with; `answer`: the service's answer it was made of; `painted`: the mask of an edit as it was painted; `heat`: where it differs from its parent, and how much, transparent where it does not. */
export const renditions = ['thumb-256', 'thumb-512', 'full', 'original', 'mask', 'answer', 'painted', 'heat'] as const
export type Rendition = (typeof renditions)[number]

export function assetUrl(id: string, rendition: Rendition): string {
  return `asset://library/${id}/${rendition}`
}

/** Most pixels that one answer may hold: 2048 × 2048. */
export const regionPixelsMax = 4_194_304

/** Pixels of a part of what `full` shows: RGBA, straight alpha, row by row, `ceil(side / 2 ** level)` a side. */
export function regionUrl(id: string, { x, y, widthPx, heightPx }: Rect, level: number): string {
  return `asset://library/${id}/region?x=${x}&y=${y}&w=${widthPx}&h=${heightPx}&level=${level}`
}

/** Where two pictures differ: a byte for each pixel of the map that was measured, the largest difference there. */
export function differenceUrl(firstId: string, secondId: string): string {
  return `asset://compare/${firstId}/${secondId}`
}

/** A file that is not in the library yet, as it is. */
export function incomingUrl(file: DroppedHandle): string {
  return `asset://incoming/${file}`
}

/** A coarse look at a running job, or what it is seen through. */
export function previewUrl(jobId: string, revision: number): string {
  return `asset://preview/${jobId}/${revision}`
}
