import type { Rect } from '../../../shared/util/geometry.ts'
import type { Context2d } from './draw-part.ts'

const patternTiles = new Map<string, HTMLCanvasElement>()

/** Draws the squares behind transparent pixels, 8 CSS pixels wide, fixed to the image's corner. */
export function drawCheckerboard(context: Context2d, area: Rect, dpr: number): void {
  const squarePx = Math.max(1, Math.round(8 * dpr))
  const tile = tileOf(`checker ${squarePx}`, 2 * squarePx, (inside) => {
    inside.fillStyle = '#6f6f6f'
    inside.fillRect(0, 0, 2 * squarePx, 2 * squarePx)
    inside.fillStyle = '#8f8f8f'
    inside.fillRect(0, 0, squarePx, squarePx)
    inside.fillRect(squarePx, squarePx, squarePx, squarePx)
  })
  fillWithTile(context, area, tile)
}

/** Draws slanted lines where the frame adds area that is still empty. */
export function drawHatch(context: Context2d, area: Rect, dpr: number): void {
  const stepPx = Math.max(4, Math.round(10 * dpr))
  const tile = tileOf(`hatch ${stepPx}`, stepPx, (inside) => {
    inside.fillStyle = '#2b2b2f'
    inside.fillRect(0, 0, stepPx, stepPx)
    inside.strokeStyle = '#4a4a52'
    inside.lineWidth = Math.max(1, dpr)
    inside.lineCap = 'square'
    inside.beginPath()
    for (const shift of [-stepPx, 0, stepPx]) {
      inside.moveTo(shift, stepPx)
      inside.lineTo(shift + stepPx, 0)
    }
    inside.stroke()
  })
  fillWithTile(context, area, tile)
}

function fillWithTile(context: Context2d, area: Rect, tile: HTMLCanvasElement): void {
  const pattern = context.createPattern(tile, 'repeat')
  if (pattern === null) return
  context.save()
  context.translate(area.x, area.y)
  context.fillStyle = pattern
  context.fillRect(0, 0, area.widthPx, area.heightPx)
  context.restore()
}

function tileOf(name: string, sidePx: number, draw: (context: Context2d) => void): HTMLCanvasElement {
  const known = patternTiles.get(name)
  if (known !== undefined) return known
  // A canvas element keeps its pixels when the graphics process restarts; an OffscreenCanvas may come back empty.
  const tile = document.createElement('canvas')
  tile.width = sidePx
  tile.height = sidePx
  const context = tile.getContext('2d')
  if (context !== null) draw(context)
  patternTiles.set(name, tile)
  return tile
}
