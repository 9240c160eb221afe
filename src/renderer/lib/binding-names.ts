import { parseBinding } from './key-binding.ts'

/** How a key is written in a binding. */
export function bindingName(key: string): string {
  if (key === ' ') return 'Space'
  // The capital of ß is two letters long.
  return key.length === 1 && key.toUpperCase().length === 1 ? key.toUpperCase() : key
}

const shape = /^(?:(?:Mod|Alt|Shift)\+)*(\+|[^+]+)$/

/** The one spelling of a binding: two that are spelled alike are the same key. Null for what is no binding. */
export function normalBinding(text: string): string | null {
  const { mod, alt, shift, key } = parseBinding(text)
  const name = key.length === 1 ? bindingName(key) : (namedKeys.get(key) ?? functionKey(key))
  if (name === null || !shape.test(text)) return null
  return [...(mod ? ['Mod'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), name].join('+')
}

const functionKey = (key: string) => (/^f([1-9]|1[0-9]|2[0-4])$/.test(key) ? key.toUpperCase() : null)

/** Named keys, modifiers alone, and what a mouse, pen or finger does: gestures are bindings too. */
const namedKeys: ReadonlyMap<string, string> = new Map(
  (
    'ArrowLeft ArrowRight ArrowUp ArrowDown Enter Backspace Delete Insert Escape Tab Home End PageUp PageDown ' +
    'ContextMenu Pause ScrollLock PrintScreen Help Clear Mod Alt Shift Drag RightDrag MiddleDrag Click Wheel'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
)

const capNames: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  enter: '↵',
  backspace: '⌫',
  delete: 'Del',
  insert: 'Ins',
  escape: 'Esc',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  contextmenu: 'Menu',
  drag: 'drag',
  rightdrag: 'right-drag',
  middledrag: 'middle-drag',
  click: 'click',
  wheel: 'wheel',
  shift: 'Shift',
  ' ': 'Space',
}

/** The keys of a binding as caps to draw: `['Ctrl', 'K']`, on macOS `['⌘', 'K']`. */
export function bindingCaps(text: string, isMac: boolean): readonly string[] {
  const binding = parseBinding(text)
  const modCap = isMac ? '⌘' : 'Ctrl'
  const altCap = isMac ? '⌥' : 'Alt'
  const caps: string[] = []
  if (binding.mod) caps.push(modCap)
  if (binding.alt) caps.push(altCap)
  if (binding.shift) caps.push(isMac ? '⇧' : 'Shift')
  const named = { ...capNames, mod: modCap, alt: altCap }[binding.key]
  caps.push(named ?? binding.key.toUpperCase())
  return caps
}

/** A binding as words, for a screen reader and for sentences: `Ctrl+Shift+Z`. */
export function bindingText(text: string, isMac: boolean): string {
  const spoken: Readonly<Record<string, string>> = { '⌘': 'Cmd', '⌥': 'Option', '⇧': 'Shift' }
  const arrows: Readonly<Record<string, string>> = { '←': 'Left', '→': 'Right', '↑': 'Up', '↓': 'Down' }
  const names: Readonly<Record<string, string>> = { ...spoken, ...arrows, '↵': 'Enter', '⌫': 'Backspace' }
  return bindingCaps(text, isMac)
    .map((cap) => names[cap] ?? cap)
    .join('+')
}
