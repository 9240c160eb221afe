/** What can be reached with Tab, as far as it is not hidden or switched off. */
const tabbable = 'a[href], button, input, select, textarea, summary, [tabindex]'

/**
 * Brings the keyboard to the next or previous part of the window (`data-part`), in the order of the page, and round at its
 * ends. A part that cannot have the focus itself gives it to its first control; one without any is passed over.
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

/** Brings the keyboard onto the picture: Enter and the arrows are the tool's there. */
export function goToPicture(): void {
  document.querySelector<HTMLElement>('[data-part="picture"]')?.focus({ focusVisible: true })
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
