import type { Rect } from '../../../shared/util/geometry.ts'
import { arrowStep } from './travel.ts'
import type { Scene, ToolEvent } from './tool.ts'

/** Nudges a rectangle: arrows move it; with Shift they move its right and bottom sides. Alt: by one pixel. */
export function nudgeRect(rect: Rect, nudge: Extract<ToolEvent, { on: 'nudge' }>, scene: Scene): Rect {
  const step = arrowStep(scene, nudge.keys)
  const byX = nudge.byX * step
  const byY = nudge.byY * step
  if (!nudge.keys.shift) return { ...rect, x: rect.x + byX, y: rect.y + byY }
  return { ...rect, widthPx: Math.max(1, rect.widthPx + byX), heightPx: Math.max(1, rect.heightPx + byY) }
}
