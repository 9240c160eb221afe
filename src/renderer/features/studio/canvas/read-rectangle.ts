import { readTyped } from '../../../lib/read-typed.ts'
import * as messages from '../../../../shared/messages/en/canvas-panels.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** A rectangle as typed, in image pixels. */
export interface RectangleDraft {
  readonly x: string
  readonly y: string
  readonly widthPx: string
  readonly heightPx: string
}

export type RectangleProblems = Readonly<Record<keyof RectangleDraft, string | null>>

/** Returns the rectangle, or null with an error for each invalid number. */
export function readRectangle(
  draft: RectangleDraft,
  image: Size,
): { readonly rect: Rect | null; readonly problems: RectangleProblems } {
  const x = readWhole(draft.x, 0, image.widthPx - 1)
  const y = readWhole(draft.y, 0, image.heightPx - 1)
  const widthPx = readWhole(draft.widthPx, 1, image.widthPx - (x ?? 0))
  const heightPx = readWhole(draft.heightPx, 1, image.heightPx - (y ?? 0))
  const problems = {
    x: x === null ? problem(0, image.widthPx - 1) : null,
    y: y === null ? problem(0, image.heightPx - 1) : null,
    widthPx: widthPx === null ? problem(1, image.widthPx - (x ?? 0)) : null,
    heightPx: heightPx === null ? problem(1, image.heightPx - (y ?? 0)) : null,
  }
  if (x === null || y === null || widthPx === null || heightPx === null) return { rect: null, problems }
  return { rect: { x, y, widthPx, heightPx }, problems }
}

function readWhole(text: string, least: number, most: number): number | null {
  const value = readTyped(text)
  return Number.isInteger(value) && value >= least && value <= most ? value : null
}

function problem(least: number, most: number): string {
  return messages.enterWholeNumber({ min: least, max: most })
}
