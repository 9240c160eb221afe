import { parseBinding } from './key-binding.ts'

const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  '+': 'Plus',
  arrowleft: 'Left',
  arrowright: 'Right',
  arrowup: 'Up',
  arrowdown: 'Down',
  enter: 'Enter',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
  escape: 'Escape',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
}

/** Returns a binding in the native menu's syntax; null for one that it cannot express. */
export function acceleratorOf(binding: string): string | null {
  const { mod, alt, shift, key } = parseBinding(binding)
  const isPlain = /^(?:[!-~]|f\d+)$/.test(key)
  const name = names[key] ?? (isPlain ? key.toUpperCase() : null)
  if (name === null) return null
  return [...(mod ? ['CommandOrControl'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), name].join('+')
}
