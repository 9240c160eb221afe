/** A parsed binding. `key` is the typed character in lower case, or a named key such as `f5`, `arrowleft`, `delete`. */
export interface KeyBinding {
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
  readonly key: string
}

/** Modifier keys of an event. AltGr types a character, so it means neither Ctrl nor Alt. */
export interface Modified {
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  getModifierState(name: string): boolean
}

/** The relevant part of a `KeyboardEvent`, so that tests need no DOM. */
export interface KeyPress extends Modified {
  readonly key: string
  readonly code: string
}

/** The unmodified character of each key, by `KeyboardEvent.code`; null if the system does not report it. */
export type KeyboardLayout = ReadonlyMap<string, string> | null

/** Position of each character on the US layout: what a binding means on a layout that cannot type its character. */
export const codeOf: Readonly<Record<string, string>> = {
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  ';': 'Semicolon',
  "'": 'Quote',
  '`': 'Backquote',
  '-': 'Minus',
  '=': 'Equal',
}
const numpadOf: Readonly<Record<string, string>> = { '-': 'NumpadSubtract', '=': 'NumpadAdd', '+': 'NumpadAdd' }

export function parseBinding(text: string): KeyBinding {
  const parts = text.split('+')
  // "Mod++" splits into an empty tail: the key is the plus sign itself.
  const key = parts.at(-1) === '' ? '+' : (parts.at(-1) ?? '')
  const modifiers = new Set(parts.slice(0, -1))
  return {
    mod: modifiers.has('Mod'),
    shift: modifiers.has('Shift'),
    alt: modifiers.has('Alt'),
    key: key === 'Space' ? ' ' : key.toLowerCase(),
  }
}

/**
 * Matches by typed character. Shift is part of typing a sign such as `?`, and a digit on a French keyboard, so there it
 * only counts where the binding names it.
 */
export function matchesCharacter(press: KeyPress, binding: KeyBinding, isMac: boolean): boolean {
  if (!matchesModifiers(press, binding, isMac)) return false
  if (press.key.toLowerCase() !== binding.key) return false
  if (press.shiftKey === binding.shift) return true
  const isByShift = isSign(binding.key) || (isDigit(binding.key) && press.code.startsWith('Digit'))
  return isByShift && !binding.shift
}

/**
 * Matches by position: first by the key's unmodified character, so that Shift+[ matches even if Shift types a brace.
 * Otherwise by the character's position on a US keyboard, but only if this layout cannot type the character: on Dvorak
 * the key at the position of B types X and means X; on a Russian or German layout only the position of B or `[`
 * identifies the key. A dead key types nothing, so it matches by position. A key with AltGr never does: it means its
 * character.
 */
export function matchesPosition(
  press: KeyPress,
  binding: KeyBinding,
  isMac: boolean,
  layout: KeyboardLayout = null,
): boolean {
  if (press.getModifierState('AltGraph') || !matchesModifiers(press, binding, isMac)) return false
  if (numpadOf[binding.key] === press.code) return true
  if (press.shiftKey !== binding.shift) return false
  if (/^[a-z0-9]$/i.test(press.key) && !press.code.startsWith('Digit')) return false
  if (press.key.length > 1 && press.key !== 'Dead') return false
  if (layout?.get(press.code) === binding.key) return true
  if (layout !== null && [...layout.values()].includes(binding.key)) return false
  return positionOf(binding.key) === press.code
}

function matchesModifiers(press: KeyPress, binding: KeyBinding, isMac: boolean): boolean {
  // AltGr types a character; Windows reports it as Ctrl+Alt as well.
  const isAltGraph = press.getModifierState('AltGraph')
  const mod = isAltGraph ? false : isMac ? press.metaKey : press.ctrlKey
  const hasOtherModifier = isAltGraph ? false : isMac ? press.ctrlKey : press.metaKey
  const alt = isAltGraph ? false : press.altKey
  return mod === binding.mod && alt === binding.alt && !hasOtherModifier
}

/**
 * Whether a character is neither letter nor digit: which keys type it, and whether with Shift, depends on the layout.
 */
export function isSign(key: string): boolean {
  return /^[^\p{L}\p{N} ]$/u.test(key)
}

export function isDigit(key: string): boolean {
  return /^[0-9]$/.test(key)
}

function positionOf(key: string): string | undefined {
  if (/^[a-z]$/.test(key)) return `Key${key.toUpperCase()}`
  if (isDigit(key)) return `Digit${key}`
  return codeOf[key]
}
