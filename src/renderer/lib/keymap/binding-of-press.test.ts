import { describe, expect, it } from 'vitest'
import { bindingOf } from './binding-of-press.ts'
import { matchesCharacter, matchesPosition, parseBinding, type KeyPress } from './key-binding.ts'

function press(key: string, code: string, modifiers = ''): KeyPress {
  const has = (name: string) => modifiers.split('+').includes(name)
  return {
    key,
    code,
    ctrlKey: has('Ctrl'),
    metaKey: has('Meta'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
    getModifierState: (name) => name === 'AltGraph' && has('AltGraph'),
  }
}

interface Case {
  readonly what: string
  readonly event: KeyPress
  readonly binding: string
  readonly isMac?: boolean
}

const presses: readonly Case[] = [
  { what: 'a letter', event: press('b', 'KeyB'), binding: 'B' },
  { what: 'a letter with Shift', event: press('B', 'KeyB', 'Shift'), binding: 'Shift+B' },
  { what: 'a letter with all modifiers', event: press('B', 'KeyB', 'Ctrl+Alt+Shift'), binding: 'Mod+Alt+Shift+B' },
  { what: 'a symbol that requires Shift', event: press('?', 'Slash', 'Shift'), binding: '?' },
  { what: 'plus with Ctrl', event: press('+', 'Equal', 'Ctrl+Shift'), binding: 'Mod++' },
  { what: 'AltGr on a German keyboard', event: press('[', 'Digit8', 'Ctrl+Alt+AltGraph'), binding: '[' },
  { what: 'a German letter with Shift', event: press('Ü', 'BracketLeft', 'Shift'), binding: 'Shift+Ü' },
  { what: 'a dead key', event: press('Dead', 'BracketRight'), binding: ']' },
  { what: 'a dead key with Shift', event: press('Dead', 'BracketRight', 'Shift'), binding: 'Shift+]' },
  { what: 'a French digit', event: press('1', 'Digit1', 'Shift'), binding: '1' },
  { what: 'space', event: press(' ', 'Space', 'Ctrl'), binding: 'Mod+Space' },
  { what: 'a named key', event: press('PageUp', 'PageUp', 'Shift'), binding: 'Shift+PageUp' },
  { what: 'a function key', event: press('F5', 'F5', 'Shift'), binding: 'Shift+F5' },
  { what: 'Cmd on a Mac', event: press('k', 'KeyK', 'Meta'), binding: 'Mod+K', isMac: true },
  { what: 'Option on a Mac', event: press('∫', 'KeyB', 'Alt'), binding: 'Alt+B', isMac: true },
]

describe('bindingOf', () => {
  it.each(presses)('reads $what', ({ event, binding, isMac = false }) => {
    expect(bindingOf(event, isMac)).toBe(binding)
  })

  it.each(presses)('returns a binding that matches $what again', ({ event, isMac = false }) => {
    const kept = parseBinding(bindingOf(event, isMac) ?? '')
    expect(matchesCharacter(event, kept, isMac) || matchesPosition(event, kept, isMac)).toBe(true)
  })

  it('returns null for a lone modifier, the Meta key off macOS and input method keys', () => {
    expect(bindingOf(press('Control', 'ControlLeft', 'Ctrl'), false)).toBeNull()
    expect(bindingOf(press('k', 'KeyK', 'Meta'), false)).toBeNull()
    expect(bindingOf(press('Process', 'KeyA'), false)).toBeNull()
  })
})
