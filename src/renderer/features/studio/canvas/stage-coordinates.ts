import type { PointerEvent } from 'react'
import type { Point } from '../../../../shared/util/geometry.ts'
import { cssToScreen, toImage, toScreen, type Viewport, type ViewSize } from '../../../editor/session/viewport.ts'

/** Converts an image point to CSS pixels from the corner of the canvas. */
export function toStage(at: Point, viewport: Viewport, view: ViewSize): Point {
  const { x, y } = toScreen(viewport, at)
  return { x: x / view.dpr, y: y / view.dpr }
}

/** The image point under a pointer over an element of the canvas. */
export function pointerToImage(event: PointerEvent<HTMLElement>, viewport: Viewport, view: ViewSize): Point {
  const corner = event.currentTarget.closest('.canvas-stage')?.getBoundingClientRect()
  const css = { x: event.clientX - (corner?.left ?? 0), y: event.clientY - (corner?.top ?? 0) }
  return toImage(viewport, cssToScreen(view, css))
}
