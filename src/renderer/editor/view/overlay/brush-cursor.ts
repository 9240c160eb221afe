import { brushEdge } from '../../raster/brush-kernel.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import type { Brush } from '../../tools/tool.ts'

/** Diameter on screen, in CSS pixels, below which a ring would be invisible. */
const smallestRingPx = 4

interface RingLook {
  readonly color: string
  readonly isErasing: boolean
}

/** Draws a light and a dark ring at the edge of the brush, another at half coverage; a crosshair if it is tiny. */
export function drawBrushCursor(
  context: CanvasRenderingContext2D,
  at: Point,
  brush: Brush,
  zoom: number,
  dpr: number,
  look: RingLook,
): void {
  const { inner } = brushEdge(brush.sizePx / 2, brush.hardness)
  const radius = (brush.sizePx / 2) * zoom
  // Smooth-step is one half at the midpoint.
  const half = ((inner + brush.sizePx / 2) / 2) * zoom
  if (radius * 2 < smallestRingPx * dpr) return drawCrosshair(context, at, dpr, look.color)
  drawRing(context, at, radius, dpr, look)
  if (half > 2 * dpr && radius - half > 2 * dpr) {
    context.globalAlpha = 0.55
    drawRing(context, at, half, dpr, look)
    context.globalAlpha = 1
  }
}

function drawRing(context: CanvasRenderingContext2D, at: Point, radius: number, dpr: number, look: RingLook): void {
  context.setLineDash([])
  strokeCircle(context, at, radius + dpr, dpr, 'rgba(0,0,0,0.75)')
  if (look.isErasing) context.setLineDash([5 * dpr, 4 * dpr])
  strokeCircle(context, at, radius, dpr, look.color)
  context.setLineDash([])
}

function strokeCircle(
  context: CanvasRenderingContext2D,
  at: Point,
  radius: number,
  width: number,
  color: string,
): void {
  context.beginPath()
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI)
  context.lineWidth = width
  context.strokeStyle = color
  context.stroke()
}

function drawCrosshair(context: CanvasRenderingContext2D, at: Point, dpr: number, color: string): void {
  for (const [width, stroke] of [
    [3 * dpr, 'rgba(0,0,0,0.75)'],
    [dpr, color],
  ] as const) {
    context.beginPath()
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      context.moveTo(at.x + dx * 3 * dpr, at.y + dy * 3 * dpr)
      context.lineTo(at.x + dx * 8 * dpr, at.y + dy * 8 * dpr)
    }
    context.lineWidth = width
    context.strokeStyle = stroke
    context.stroke()
  }
}
