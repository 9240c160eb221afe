import type { Point } from '../../../../shared/util/geometry.ts'

/** A menu was asked for. `at`: where, in CSS pixels of the window. */
export interface MenuRequest {
  readonly at: Point
  /** The keyboard was on the canvas, and goes back there. */
  readonly hadFocus: boolean
}

interface MenuSource {
  readonly host: HTMLElement
  /** A tool has taken the last press: a drag of the right button, a pen's barrel, a finger. */
  readonly isPressTaken: () => boolean
  /** Where the pointer is over the canvas, CSS pixels of the window; null = elsewhere. */
  readonly hover: () => Point | null
  /** Whether the keyboard is nobody else's. */
  readonly hasKeyboard: () => boolean
  readonly onMenu: (request: MenuRequest) => void
}

/** The right mouse button on the canvas, and the menu key with the keyboard on it or nowhere. */
export function listenForMenu({ host, onMenu, ...source }: MenuSource, signal: AbortSignal): void {
  const handleMenu = (event: MouseEvent) => {
    event.preventDefault()
    const hadFocus = document.activeElement === host
    if (isByKey(event)) onMenu({ at: source.hover() ?? middleOf(host), hadFocus })
    else if (!source.isPressTaken()) onMenu({ at: { x: event.clientX, y: event.clientY }, hadFocus })
  }
  host.addEventListener('contextmenu', handleMenu, { signal })
  // After a stroke the keyboard is nowhere, and the event is told of the window's corner.
  const handleKey = (event: MouseEvent) => {
    if (isByKey(event) && document.activeElement === document.body && source.hasKeyboard()) handleMenu(event)
  }
  document.addEventListener('contextmenu', handleKey, { signal })
}

/** No button has brought it. */
function isByKey({ button }: MouseEvent): boolean {
  return button === -1
}

function middleOf(host: HTMLElement): Point {
  const { left, top, width, height } = host.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
