import type { Viewport, ViewSize } from '../../session/viewport.ts'
import type { Context2d } from '../../../lib/image/draw-part.ts'
import { sheetMatrix } from '../sheet.ts'
import type { Outline } from './outline-tiles.ts'

/** Interval between two steps of the animation. */
export const antsStepMs = 100
const stripePx = 4

/**
 * Strokes an outline with marching ants, and the end of the mask with a thin line. The stripes are a pattern fixed to
 * the screen, so that they continue around corners and across tiles.
 */
export function drawAnts(context: Context2d, outline: Outline, viewport: Viewport, view: ViewSize, atMs: number): void {
  const { dpr } = view
  const { zoom } = viewport
  const matrix = sheetMatrix(viewport, zoom)
  context.save()
  context.setTransform(matrix)
  context.lineCap = 'square'
  strokeThin(context, outline.end, dpr / zoom)
  const stripes = createStripes(context, Math.max(2, Math.round(stripePx * dpr)))
  if (stripes !== null) {
    const step = Math.floor(atMs / antsStepMs) % 8
    stripes.setTransform(
      DOMMatrix.fromMatrix(matrix)
        .inverse()
        .translate(step * dpr, 0),
    )
    context.strokeStyle = stripes
    context.lineWidth = (1.5 * dpr) / zoom
    context.stroke(outline.half)
  }
  context.restore()
}

function strokeThin(context: Context2d, path: Path2D, widthPx: number): void {
  context.lineWidth = 2 * widthPx
  context.strokeStyle = 'rgba(0,0,0,0.35)'
  context.stroke(path)
  context.lineWidth = widthPx
  context.strokeStyle = 'rgba(255,255,255,0.6)'
  context.stroke(path)
}

const stripeTiles = new Map<number, HTMLCanvasElement>()

/** Diagonal black and white, at an angle that is rarely drawn: along it, lines are not dashed. */
function createStripes(context: Context2d, widthPx: number): CanvasPattern | null {
  const known = stripeTiles.get(widthPx)
  const tile = known ?? paintStripes(widthPx)
  stripeTiles.set(widthPx, tile)
  return context.createPattern(tile, 'repeat')
}

function paintStripes(widthPx: number): HTMLCanvasElement {
  const sidePx = 2 * widthPx
  const tile = document.createElement('canvas')
  tile.width = sidePx
  tile.height = sidePx
  const image = new ImageData(sidePx, sidePx)
  for (let at = 0; at < sidePx * sidePx; at++) {
    const isWhite = ((at % sidePx) + 2 * Math.floor(at / sidePx)) % sidePx < widthPx
    image.data.fill(isWhite ? 255 : 0, at * 4, at * 4 + 3)
    image.data[at * 4 + 3] = 255
  }
  tile.getContext('2d')?.putImageData(image, 0, 0)
  return tile
}
