import { figuresOf, numberMarks, placeMarks, type Figure } from '../../../../shared/domain/mark-figures.ts'
import { isMarkWithin } from '../../../../shared/domain/mark-places.ts'
import { scanCapsule } from '../../../../shared/domain/mark-regions.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'

/** 8-bit RGB, row by row. */
export interface MarkedPixels extends Size {
  readonly pixels: Uint8Array
}

/**
 * Draws marks over an image that is sent, in place. Drawn here and not by a library of fonts and shapes, so that every
 * computer sends the same pixels.
 * @param image of the size `frame`
 * @param marks in pixels of the image in the library
 */
export function paintMarks(image: MarkedPixels, marks: readonly Mark[], { crop, box, frame }: SentPart): void {
  const numbered = numberMarks(marks).filter(({ mark }) => isMarkWithin(mark, crop))
  const placed = placeMarks(
    numbered.map(({ mark }) => mark),
    { crop, box },
  )
  const drawn = numbered.map(({ number }, at) => ({ number, mark: placed[at]! }))
  for (const figure of figuresOf(drawn, frame)) drawFigure(image, figure)
}

function drawFigure(image: MarkedPixels, figure: Figure): void {
  if (figure.type === 'disc') return drawCapsule(image, figure.at, figure.at, figure.radiusPx, figure.color)
  const { points, widthPx, color } = figure
  for (const [at, to] of points.slice(1).entries()) drawCapsule(image, points[at]!, to, widthPx / 2, color)
}

/** Everything within `radius` of a segment, with an edge one pixel wide. */
function drawCapsule(image: MarkedPixels, from: Point, to: Point, radius: number, color: string): void {
  const rgb = Number.parseInt(color.slice(1), 16)
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
  const { pixels, widthPx, heightPx } = image
  scanCapsule(from, to, radius + 1, (y, start, end) => {
    if (y < 0 || y >= heightPx) return
    const last = Math.min(widthPx, Math.ceil(end))
    for (let x = Math.max(0, Math.floor(start)); x < last; x++) {
      const share = clamp(radius + 0.5 - distanceTo({ x: x + 0.5, y: y + 0.5 }, from, to), 0, 1)
      if (share === 0) continue
      const at = (y * widthPx + x) * 3
      pixels[at] = Math.round(pixels[at]! + (red - pixels[at]!) * share)
      pixels[at + 1] = Math.round(pixels[at + 1]! + (green - pixels[at + 1]!) * share)
      pixels[at + 2] = Math.round(pixels[at + 2]! + (blue - pixels[at + 2]!) * share)
    }
  })
}

function distanceTo({ x, y }: Point, from: Point, to: Point): number {
  const along = { x: to.x - from.x, y: to.y - from.y }
  const squared = along.x * along.x + along.y * along.y
  const share = squared === 0 ? 0 : clamp(((x - from.x) * along.x + (y - from.y) * along.y) / squared, 0, 1)
  return Math.hypot(x - from.x - along.x * share, y - from.y - along.y * share)
}
