import type { MouseEvent } from 'react'

/**
 * A button that was clicked with the pointer gives its focus back: Space and Enter then mean what they mean on the
 * canvas or in the grid. A button reached by keyboard keeps it (`detail` is 0 for a click by key).
 */
export function releasePointerFocus(event: MouseEvent<HTMLElement>): void {
  if (event.detail > 0) event.currentTarget.blur()
}
