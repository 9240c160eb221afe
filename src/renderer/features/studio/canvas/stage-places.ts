import type { PointerEvent } from 'react'
import type { Point } from '../../../../shared/util/geometry.ts'
import { cssToScreen, toImage, toScreen, type Viewport, type ViewSize } from '../../../editor/session/viewport.ts'

/** A place of the picture, CSS pixels from the stage's corner. */
export function toStage(at: Point, viewport: Viewport, view: ViewSize): Point {
  const { x, y } = toScreen(viewport, at)
  return { x: x / view.dpr, y: y / view.dpr }
}

/** The place of the picture under a pointer that is over something on the stage. */
export function toPicture(event: PointerEvent<HTMLElement>, viewport: Viewport, view: ViewSize): Point {
  const corner = event.currentTarget.closest('.canvas-stage')?.getBoundingClientRect()
  const css = { x: event.clientX - (corner?.left ?? 0), y: event.clientY - (corner?.top ?? 0) }
  return toImage(viewport, cssToScreen(view, css))
}
