import { isTextEntry } from '../../lib/text-entry.ts'
import type { FocusFacts } from './create-key-dispatcher.ts'

const nothing: ReadonlySet<string> = new Set()
// Tab hides the panels for the hand on the pointer; from what the keyboard was brought to it goes on to the next control,
// or nobody could reach that.
const sliderKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Tab',
])
const buttonKeys: ReadonlySet<string> = new Set(['Enter', ' ', 'Tab'])
const onlyTab: ReadonlySet<string> = new Set(['Tab'])
const tabKeys: ReadonlySet<string> = new Set(['Enter', ' ', 'ArrowLeft', 'ArrowRight', 'Tab'])

/** What the element with the focus means for keys. */
export function readFocus(target: EventTarget | null): FocusFacts {
  const element = target instanceof HTMLElement ? target : null
  const isModal = document.querySelector('dialog[open], [role="dialog"], [role="menu"]') !== null
  return { isTyping: isTextEntry(element), isModal, ownKeys: ownKeysOf(element) }
}

function ownKeysOf(element: HTMLElement | null): ReadonlySet<string> {
  if (element === null) return nothing
  const role = element.getAttribute('role')
  if (role === 'tab') return tabKeys
  if (role === 'slider' || role === 'separator') return sliderKeys
  // One that was clicked is not being used: arrows walk the results again, and Tab goes on from there.
  if (element instanceof HTMLInputElement) return element.matches(':focus-visible') ? sliderKeys : onlyTab
  if (element instanceof HTMLButtonElement || element instanceof HTMLAnchorElement) return buttonKeys
  if (element.tagName === 'SUMMARY') return buttonKeys
  if (element.dataset['part'] === 'picture' && element.matches(':focus-visible')) return onlyTab
  return nothing
}
