/** A parsed binding. `key` is the produced character in lower case, or a named key such as `f5`, `arrowleft`, `delete`. */
export interface KeyBinding {
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
  readonly key: string
}

/** The part of a `KeyboardEvent` that matters here, so that tests need no DOM. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  getModifierState(name: string): boolean
}

/** Where the characters sit on the US layout: what a binding means on a layout that cannot produce its character. */
const codeOf: Readonly<Record<string, string>> = {
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
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

/** By produced character. Shift is part of producing a sign such as `?`, so it only counts where the binding names it. */
export function matchesCharacter(press: KeyPress, binding: KeyBinding, isMac: boolean): boolean {
  if (!matchesModifiers(press, binding, isMac)) return false
  if (press.key.toLowerCase() !== binding.key) return false
  return isSign(binding.key) && !binding.shift ? true : press.shiftKey === binding.shift
}

/**
 * By position. Only where the layout produces no Latin letter or digit there: on Dvorak the key in the place of B is an
 * X and means X, but on a Russian or German layout the place of B or `[` is all there is to go by. With AltGr a
 * character is meant, never a place.
 */
export function matchesPosition(press: KeyPress, binding: KeyBinding, isMac: boolean): boolean {
  if (press.getModifierState('AltGraph') || !matchesModifiers(press, binding, isMac)) return false
  if (numpadOf[binding.key] === press.code) return true
  if (press.shiftKey !== binding.shift) return false
  if (/^[a-z0-9]$/i.test(press.key) && !press.code.startsWith('Digit')) return false
  if (press.key.length > 1) return false
  return positionOf(binding.key) === press.code
}

function matchesModifiers(press: KeyPress, binding: KeyBinding, isMac: boolean): boolean {
  // AltGr writes a character; Windows reports it as Ctrl+Alt as well.
  const isAltGraph = press.getModifierState('AltGraph')
  const mod = isAltGraph ? false : isMac ? press.metaKey : press.ctrlKey
  const other = isAltGraph ? false : isMac ? press.ctrlKey : press.metaKey
  const alt = isAltGraph ? false : press.altKey
  return mod === binding.mod && alt === binding.alt && !other
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9 ]/.test(key)
}

function positionOf(key: string): string | undefined {
  if (/^[a-z]$/.test(key)) return `Key${key.toUpperCase()}`
  if (/^[0-9]$/.test(key)) return `Digit${key}`
  return codeOf[key]
}

const names: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  enter: '↵',
  backspace: '⌫',
  delete: 'Del',
  escape: 'Esc',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  ' ': 'Space',
}

/** The keys of a binding as caps to draw: `['Ctrl', 'K']`, on macOS `['⌘', 'K']`. */
export function bindingCaps(text: string, isMac: boolean): readonly string[] {
  const binding = parseBinding(text)
  const caps: string[] = []
  if (binding.mod) caps.push(isMac ? '⌘' : 'Ctrl')
  if (binding.alt) caps.push(isMac ? '⌥' : 'Alt')
  if (binding.shift) caps.push(isMac ? '⇧' : 'Shift')
  caps.push(names[binding.key] ?? binding.key.toUpperCase())
  return caps
}
