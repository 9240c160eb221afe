import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { boxOfRect } from '../../tools/handles.ts'
import { drawBox, drawHandles } from './draw-handles.ts'
import { labelSize } from './draw-preview-shape.ts'
import { dimOutside, type Screen } from './screen-lines.ts'

const cutShade = 'rgba(0,0,0,0.45)'

/** The extent the picture is to get: what it cuts off is dimmed, and while it is worked on it has handles. */
export function drawFrame(screen: Screen, frame: Rect | null, picture: Size, isWorkedOn: boolean): void {
  const rect = frame ?? { x: 0, y: 0, ...picture }
  if (frame !== null) dimOutside(screen, frame, picture, cutShade)
  if (frame === null && !isWorkedOn) return
  const box = boxOfRect(rect)
  drawBox(screen, box)
  if (isWorkedOn) drawHandles(screen, box)
  if (frame !== null) labelSize(screen, frame)
}
