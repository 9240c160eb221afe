/**
 * Chromium clips elements at 33.5 million pixels and positions them on whole pixels only up to 16.7 million. Longer
 * content gets this length, and the images shift within it.
 */
const longestPx = 12_000_000
/** This much at either end maps 1:1, so that the content's end is reached exactly at the bar's end. */
const edgePx = 20_000

/** CSS pixels. */
export interface ScrollFrame {
  /** Full content height. */
  readonly totalPx: number
  /** Visible height. */
  readonly viewPx: number
}

export interface ScrollPlace {
  /** Height of the content above the view. */
  readonly topPx: number
  /** Scrollbar position: the element's `scrollTop`. */
  readonly barPx: number
}

/** Height of the scrolled element. */
export function shownLength({ totalPx }: ScrollFrame): number {
  return Math.min(totalPx, longestPx)
}

export function isMapped({ totalPx }: ScrollFrame): boolean {
  return totalPx > longestPx
}

/** Returns the place with the bar at the proportional position. */
export function scrollPlaceAt(frame: ScrollFrame, topPx: number): ScrollPlace {
  const most = mostTop(frame)
  const top = clamp(topPx, most)
  if (!isMapped(frame)) return { topPx: top, barPx: top }
  return { topPx: top, barPx: Math.round(stretch(top, most, mostBar(frame))) }
}

/**
 * Returns the place after the element was scrolled: by the same number of pixels (wheel, keys), or proportionally while
 * the bar is being dragged.
 */
export function placeAfter(frame: ScrollFrame, previous: ScrollPlace, barPx: number, isBarHeld: boolean): ScrollPlace {
  const movedPx = barPx - previous.barPx
  if (!isMapped(frame)) return { topPx: barPx, barPx }
  // A click in the track moves by a page.
  const isJump = isBarHeld && Math.abs(movedPx) > frame.viewPx
  if (isJump) return { topPx: Math.round(stretch(clamp(barPx, mostBar(frame)), mostBar(frame), mostTop(frame))), barPx }
  return { topPx: clamp(previous.topPx + movedPx, mostTop(frame)), barPx }
}

/** Returns whether the bar is about to reach its end before the content does. */
export function isBarStuck(frame: ScrollFrame, place: ScrollPlace): boolean {
  const nearPx = 4 * frame.viewPx
  const isNearEnd = place.barPx < nearPx || mostBar(frame) - place.barPx < nearPx
  return isMapped(frame) && isNearEnd && scrollPlaceAt(frame, place.topPx).barPx !== place.barPx
}

/** Maps a range of one length to another: 1:1 at both ends, proportional in between. */
function stretch(at: number, most: number, otherMost: number): number {
  if (at <= edgePx) return at
  if (most - at <= edgePx) return otherMost - (most - at)
  return edgePx + ((at - edgePx) / (most - 2 * edgePx)) * (otherMost - 2 * edgePx)
}

const mostTop = ({ totalPx, viewPx }: ScrollFrame) => Math.max(0, totalPx - viewPx)
const mostBar = (frame: ScrollFrame) => Math.max(0, shownLength(frame) - frame.viewPx)
const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value))
