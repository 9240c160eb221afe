import type { Point } from '../../../../shared/util/geometry.ts'

/** A request for a context menu. `at`: position in CSS pixels of the window. */
export interface MenuRequest {
  readonly at: Point
  /** The canvas had keyboard focus, which returns there afterwards. */
  readonly hadFocus: boolean
}

interface MenuSource {
  readonly host: HTMLElement
  /** Whether a tool used the last press: a right-button drag, a pen's barrel button, a finger. */
  readonly isPressTaken: () => boolean
  /** Pointer position over the canvas, CSS pixels of the window; null = elsewhere. */
  readonly hover: () => Point | null
  /** Whether nothing else has keyboard focus. */
  readonly hasKeyboard: () => boolean
  readonly onMenu: (request: MenuRequest) => void
}

/** Handles a right-click on the canvas, and the menu key if the canvas or nothing has keyboard focus. */
export function listenForMenu({ host, onMenu, ...source }: MenuSource, signal: AbortSignal): void {
  const handleMenu = (event: MouseEvent) => {
    event.preventDefault()
    const hadFocus = document.activeElement === host
    if (isByKey(event)) onMenu({ at: source.hover() ?? middleOf(host), hadFocus })
    else if (!source.isPressTaken()) onMenu({ at: { x: event.clientX, y: event.clientY }, hadFocus })
  }
  host.addEventListener('contextmenu', handleMenu, { signal })
  // After a stroke nothing has keyboard focus, and the event reports the window's corner.
  const handleKey = (event: MouseEvent) => {
    if (isByKey(event) && document.activeElement === document.body && source.hasKeyboard()) handleMenu(event)
  }
  document.addEventListener('contextmenu', handleKey, { signal })
}

/** Not caused by a button. */
function isByKey({ button }: MouseEvent): boolean {
  return button === -1
}

function middleOf(host: HTMLElement): Point {
  const { left, top, width, height } = host.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
