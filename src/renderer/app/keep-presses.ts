/** What a click does something to. */
const pressable = 'button, label, summary, a[href], input[type="checkbox"], input[type="radio"]'

interface Press {
  readonly pointerId: number
  readonly pressed: HTMLElement
  /** Where it was. */
  readonly rect: DOMRect
}

/**
 * A note that appears while a button is held moves the button from under the pointer, and the browser then makes no click
 * of it. A press counts for what was pressed, as it would have counted in its place.
 */
export function keepPresses(): void {
  let press: Press | null = null
  const begin = ({ target, button, isPrimary, pointerId }: PointerEvent) => {
    const pressed = target instanceof Element ? target.closest<HTMLElement>(pressable) : null
    const counts = pressed !== null && isPrimary && button === 0
    press = counts ? { pointerId, pressed, rect: pressed.getBoundingClientRect() } : null
  }
  const end = (event: PointerEvent) => {
    const made = press
    press = null
    if (made?.pointerId === event.pointerId && isLost(made, event)) made.pressed.click()
  }
  window.addEventListener('pointerdown', begin, { capture: true })
  window.addEventListener('pointerup', end, { capture: true })
  // It became a drag.
  window.addEventListener('pointercancel', () => (press = null), { capture: true })
}

function isLost({ pressed, rect }: Press, { target, clientX, clientY }: PointerEvent): boolean {
  const now = pressed.getBoundingClientRect()
  const hasMoved = now.top !== rect.top || now.left !== rect.left
  const isBeside = !(target instanceof Node && pressed.contains(target))
  const isInPlace = clientX >= rect.left && clientX < rect.right && clientY >= rect.top && clientY < rect.bottom
  return pressed.isConnected && hasMoved && isBeside && isInPlace
}
