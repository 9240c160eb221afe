import type { MouseEvent } from 'react'

/**
 * Blurs a button that was clicked with the pointer, so that Space and Enter act on the canvas or the grid again. A
 * button activated by keyboard keeps the focus (`detail` is 0 for a click by key).
 */
export function releasePointerFocus(event: MouseEvent<HTMLElement>): void {
  if (event.detail > 0) event.currentTarget.blur()
}
