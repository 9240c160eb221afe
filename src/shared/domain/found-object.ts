import type { Rect } from '../util/geometry.ts'

/** An object that a model found by its name. */
export interface FoundObject {
  /** Around it, in image pixels. */
  readonly box: Rect
  /** How well the words fit, from 0 to 1. */
  readonly score: number
}

/** Longer texts are cut off by every model anyway. */
export const searchedWordsMax = 200
