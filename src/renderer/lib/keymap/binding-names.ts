import * as names from '../../../shared/messages/en/key-names.ts'
import { parseBinding } from './key-binding.ts'

/** Returns a key's name as used in bindings. */
export function bindingName(key: string): string {
  if (key === ' ') return 'Space'
  // The uppercase of ß has two letters.
  return key.length === 1 && key.toUpperCase().length === 1 ? key.toUpperCase() : key
}

const shape = /^(?:(?:Mod|Alt|Shift)\+)*(\+|[^+]+)$/

/** Returns a binding's canonical spelling: equal bindings are spelled alike. Null for invalid ones. */
export function normalBinding(text: string): string | null {
  const { mod, alt, shift, key } = parseBinding(text)
  const name = key.length === 1 ? bindingName(key) : (namedKeys.get(key) ?? functionKey(key))
  if (name === null || !shape.test(text)) return null
  return [...(mod ? ['Mod'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), name].join('+')
}

const functionKey = (key: string) => (/^f([1-9]|1[0-9]|2[0-4])$/.test(key) ? key.toUpperCase() : null)

/** Named keys, single modifiers, and mouse, pen and touch actions: gestures are bindings too. */
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
  delete: names.deleteKey,
  insert: names.insert,
  escape: names.escape,
  tab: names.tab,
  home: names.home,
  end: names.end,
  pageup: names.pageUp,
  pagedown: names.pageDown,
  contextmenu: names.menu,
  drag: names.drag,
  rightdrag: names.rightDrag,
  middledrag: names.middleDrag,
  click: names.click,
  wheel: names.wheel,
  shift: names.shift,
  ' ': names.space,
}

/** Returns a binding's keys as shown on keycaps: `['Ctrl', 'K']`, on macOS `['⌘', 'K']`. */
export function bindingCaps(text: string, isMac: boolean): readonly string[] {
  const binding = parseBinding(text)
  const modCap = isMac ? '⌘' : names.control
  const altCap = isMac ? '⌥' : names.alt
  const caps: string[] = []
  if (binding.mod) caps.push(modCap)
  if (binding.alt) caps.push(altCap)
  if (binding.shift) caps.push(isMac ? '⇧' : names.shift)
  const named = { ...capNames, mod: modCap, alt: altCap }[binding.key]
  caps.push(named ?? binding.key.toUpperCase())
  return caps
}

/** Returns a binding as text, for screen readers and sentences: `Ctrl+Shift+Z`. */
export function bindingText(text: string, isMac: boolean): string {
  const spoken: Readonly<Record<string, string>> = { '⌘': names.command, '⌥': names.option, '⇧': names.shift }
  const arrows: Readonly<Record<string, string>> = { '←': names.left, '→': names.right, '↑': names.up, '↓': names.down }
  const labels: Readonly<Record<string, string>> = { ...spoken, ...arrows, '↵': names.enter, '⌫': names.backspace }
  return bindingCaps(text, isMac)
    .map((cap) => labels[cap] ?? cap)
    .join('+')
}
