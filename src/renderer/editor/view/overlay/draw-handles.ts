import { cornersOf, handleCssPx, handlesOf, type HandleBox } from '../../tools/handles.ts'
import { pathThrough, strokeTwice, toPlaces, type Screen } from './screen-lines.ts'

/** The squares to take hold of, on corners and sides. */
export function drawHandles(screen: Screen, box: HandleBox): void {
  const { context, view } = screen
  const side = Math.round(handleCssPx * view.dpr)
  const places = toPlaces(
    screen,
    handlesOf(box).map(({ at }) => at),
  )
  context.lineWidth = view.dpr
  context.strokeStyle = 'rgba(0,0,0,0.65)'
  context.fillStyle = '#fff'
  for (const place of places) {
    const x = Math.round(place.x - side / 2)
    const y = Math.round(place.y - side / 2)
    context.fillRect(x, y, side, side)
    context.strokeRect(x - view.dpr / 2, y - view.dpr / 2, side + view.dpr, side + view.dpr)
  }
}

/** A box's outline, turned as it is. */
export function drawBox(screen: Screen, box: HandleBox, dashes: readonly number[] = []): void {
  strokeTwice(screen, pathThrough(toPlaces(screen, cornersOf(box)), true), dashes)
}
