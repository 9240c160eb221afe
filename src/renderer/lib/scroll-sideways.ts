import type { WheelEvent } from 'react'

/** A plain wheel has only up and down, and a row of things only left and right. */
export function scrollSideways(event: WheelEvent<HTMLElement>): void {
  if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY
}
