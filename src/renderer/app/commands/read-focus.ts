import { isTextEntry } from '../../lib/text-entry.ts'
import type { FocusFacts } from './create-key-dispatcher.ts'

const nothing: ReadonlySet<string> = new Set()
// Tab hides the panels from the canvas and the grid; from a control it goes on to the next, or nobody could reach it.
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
  if (element instanceof HTMLInputElement) return sliderKeys
  if (element instanceof HTMLButtonElement || element instanceof HTMLAnchorElement) return buttonKeys
  if (element.tagName === 'SUMMARY') return buttonKeys
  return nothing
}
