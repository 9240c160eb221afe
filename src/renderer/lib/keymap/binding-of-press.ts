import { bindingName } from './binding-names.ts'
import { codeOf, isDigit, isSign, type KeyPress } from './key-binding.ts'

const modifierKeys = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'Fn',
  'Hyper',
  'Super',
])
const mutes = new Set(['Dead', 'Process', 'Unidentified', 'Compose'])

/**
 * Returns the binding to store for a key press; null for a modifier alone, and for a key that cannot be recognized
 * again.
 */
export function bindingOf(press: KeyPress, isMac: boolean): string | null {
  const isAltGraph = press.getModifierState('AltGraph')
  const hasOtherModifier = isMac ? press.ctrlKey : press.metaKey
  const key = mutes.has(press.key) ? signAt(press.code) : press.key
  if (modifierKeys.has(press.key) || key === null || (hasOtherModifier && !isAltGraph)) return null
  const mod = !isAltGraph && (isMac ? press.metaKey : press.ctrlKey)
  const alt = !isAltGraph && press.altKey
  // On a Mac, Alt changes the character of most keys: then the key is the character it types without Alt.
  const meant = alt && isMac ? (asciiAt(press.code) ?? key) : key
  // A sign already implies the Shift it takes; and so does a digit where the unshifted row types signs.
  const isByShift = meant === press.key && (isSign(key) || (isDigit(key) && press.code.startsWith('Digit')))
  const shift = press.shiftKey && !isByShift
  return [...(mod ? ['Mod'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), bindingName(meant)].join('+')
}

function signAt(code: string): string | null {
  return Object.entries(codeOf).find(([, candidate]) => candidate === code)?.[0] ?? null
}

function asciiAt(code: string): string | null {
  const letter = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1]
  return letter?.toLowerCase() ?? signAt(code)
}
