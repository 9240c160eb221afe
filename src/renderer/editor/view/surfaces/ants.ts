import type { Viewport, ViewSize } from '../../session/viewport.ts'
import type { Context2d } from '../../../lib/picture/draw-part.ts'
import { sheetMatrix } from '../sheet.ts'
import type { Outline } from './outline-tiles.ts'

/** Between two steps of the walk. */
export const antsStepMs = 100
const stripePx = 4

/**
 * Strokes an outline with stripes that walk, and where the mask ends with a thin line. The stripes are a pattern fixed to
 * the screen, so that they go on around corners and from tile to tile.
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

/** Slanted black and white, at an angle that hands seldom draw: along it, lines are not dashed. */
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
