import type { Point } from '../../../../shared/util/geometry.ts'
import { toScreen } from '../../session/viewport.ts'
import { strokeTwice, type Screen } from './screen-lines.ts'

/** Where clone and heal copy from. */
export function drawCloneSource(screen: Screen, at: Point): void {
  const { dpr } = screen.view
  const { x, y } = toScreen(screen.viewport, at)
  const cross = new Path2D()
  const [near, far] = [3 * dpr, 9 * dpr]
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    cross.moveTo(x + dx * near, y + dy * near)
    cross.lineTo(x + dx * far, y + dy * far)
  }
  strokeTwice(screen, cross)
}
