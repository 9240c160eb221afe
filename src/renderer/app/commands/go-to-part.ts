/** Tab stops, before excluding hidden and disabled ones. */
const tabbable = 'a[href], button, input, select, textarea, summary, [tabindex]'

/**
 * Moves the focus to the next or previous part of the window (`data-part`), in page order and wrapping around. A part
 * that is not focusable passes it to its first control; one without any is skipped.
 */
export function goToPart(way: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')].filter(
    (part) => part.checkVisibility() && part.closest('[inert]') === null,
  )
  const now = parts.findIndex((part) => part.contains(document.activeElement))
  const from = now < 0 && way < 0 ? 0 : now
  for (let step = 1; step <= parts.length; step++) {
    const part = parts[(from + way * step + 2 * parts.length) % parts.length]
    if (part !== undefined && giveFocus(part)) return
  }
}

/** Moves the focus to the image, where the tool handles Enter and the arrow keys. */
export function focusImage(): void {
  document.querySelector<HTMLElement>('[data-part="image"]')?.focus({ focusVisible: true })
}

function giveFocus(part: HTMLElement): boolean {
  const controls = [...part.querySelectorAll<HTMLElement>(tabbable)].filter(isReachable)
  const target = part.tabIndex >= 0 ? part : (controls.find(isChosen) ?? controls[0])
  target?.focus({ focusVisible: true })
  return target !== undefined
}

function isReachable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility()
}

function isChosen(element: HTMLElement): boolean {
  return element.getAttribute('aria-current') === 'page' || element.getAttribute('aria-selected') === 'true'
}
