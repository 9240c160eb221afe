import type { Point, Rect } from '../../shared/util/geometry.ts'

/** The spoon of the sample photo with its shadow and reflection, in pixels of the photo. */
export const spoonRect: Rect = { x: 316, y: 186, widthPx: 96, heightPx: 148 }

/** Its outline, clockwise from the end of the handle in front of the cup. */
export const spoonOutline: readonly Point[] = [
  { x: 382, y: 192 },
  { x: 394, y: 196 },
  { x: 386, y: 236 },
  { x: 402, y: 252 },
  { x: 411, y: 274 },
  { x: 408, y: 298 },
  { x: 394, y: 318 },
  { x: 372, y: 330 },
  { x: 348, y: 328 },
  { x: 328, y: 312 },
  { x: 320, y: 290 },
  { x: 324, y: 266 },
  { x: 318, y: 254 },
  { x: 330, y: 238 },
  { x: 350, y: 230 },
  { x: 370, y: 230 },
]
