/**
 * Chromium cuts elements off at 33.5 million pixels and places them on whole pixels only up to 16.7 million. What is
 * longer gets this length; where its pictures lie in it moves along.
 */
const longestPx = 12_000_000
/** So much at either end is as long on the bar as it is: however one comes there, the end is where the bar's is. */
const edgePx = 20_000

/** CSS pixels. */
export interface ScrollFrame {
  /** Of everything, as it lies. */
  readonly totalPx: number
  /** Of what is in view. */
  readonly viewPx: number
}

export interface ScrollPlace {
  /** How much of everything lies above the view. */
  readonly topPx: number
  /** Where the scrollbar is: the element's `scrollTop`. */
  readonly barPx: number
}

/** Of the element that is scrolled. */
export function shownLength({ totalPx }: ScrollFrame): number {
  return Math.min(totalPx, longestPx)
}

export function isMapped({ totalPx }: ScrollFrame): boolean {
  return totalPx > longestPx
}

/** The bar at its share of the way. */
export function placeAt(frame: ScrollFrame, topPx: number): ScrollPlace {
  const most = mostTop(frame)
  const top = clamp(topPx, most)
  if (!isMapped(frame)) return { topPx: top, barPx: top }
  return { topPx: top, barPx: Math.round(stretch(top, most, mostBar(frame))) }
}

/**
 * Where one is after the element was scrolled: as many pixels further as it was (wheel, keys), but with the bar in the
 * hand at its share of everything.
 */
export function placeAfter(frame: ScrollFrame, before: ScrollPlace, barPx: number, isBarHeld: boolean): ScrollPlace {
  const movedPx = barPx - before.barPx
  if (!isMapped(frame)) return { topPx: barPx, barPx }
  // A click beside the handle goes on by a page.
  const isJump = isBarHeld && Math.abs(movedPx) > frame.viewPx
  if (isJump) return { topPx: Math.round(stretch(clamp(barPx, mostBar(frame)), mostBar(frame), mostTop(frame))), barPx }
  return { topPx: clamp(before.topPx + movedPx, mostTop(frame)), barPx }
}

/** Whether the bar is about to come to an end of its way before the pictures do. */
export function isBarStuck(frame: ScrollFrame, place: ScrollPlace): boolean {
  const nearPx = 4 * frame.viewPx
  const isNearEnd = place.barPx < nearPx || mostBar(frame) - place.barPx < nearPx
  return isMapped(frame) && isNearEnd && placeAt(frame, place.topPx).barPx !== place.barPx
}

/** From a way of one length to one of another: the same at both ends, in between by proportion. */
function stretch(at: number, most: number, otherMost: number): number {
  if (at <= edgePx) return at
  if (most - at <= edgePx) return otherMost - (most - at)
  return edgePx + ((at - edgePx) / (most - 2 * edgePx)) * (otherMost - 2 * edgePx)
}

const mostTop = ({ totalPx, viewPx }: ScrollFrame) => Math.max(0, totalPx - viewPx)
const mostBar = (frame: ScrollFrame) => Math.max(0, shownLength(frame) - frame.viewPx)
const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value))
