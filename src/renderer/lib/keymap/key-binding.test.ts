import { describe, expect, it } from 'vitest'
import { matchesCharacter, matchesPosition, parseBinding, type KeyboardLayout, type KeyPress } from './key-binding.ts'

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
const byCharacter = (text: string, event: KeyPress, isMac = false) => matchesCharacter(event, parseBinding(text), isMac)
const byPosition = (text: string, event: KeyPress, layout: KeyboardLayout = null, isMac = false) =>
  matchesPosition(event, parseBinding(text), isMac, layout)

describe('parseBinding', () => {
  it('parses modifiers and the key', () => {
    expect(parseBinding('Mod+Shift+Z')).toEqual({ mod: true, shift: true, alt: false, key: 'z' })
  })
  it('parses the plus sign as a key', () => {
    expect(parseBinding('Mod++')).toEqual({ mod: true, shift: false, alt: false, key: '+' })
  })
})

describe('matchesCharacter', () => {
  it('maps Mod to Ctrl, and to Cmd on macOS', () => {
    expect(byCharacter('Mod+K', press('k', 'KeyK', 'Ctrl'))).toBe(true)
    expect(byCharacter('Mod+K', press('k', 'KeyK', 'Ctrl'), true)).toBe(false)
    expect(byCharacter('Mod+K', press('k', 'KeyK', 'Meta'), true)).toBe(true)
  })
  it('requires exactly the modifiers of the binding', () => {
    expect(byCharacter('B', press('b', 'KeyB', 'Ctrl'))).toBe(false)
    expect(byCharacter('Mod+Z', press('Z', 'KeyZ', 'Ctrl+Shift'))).toBe(false)
    expect(byCharacter('B', press('B', 'KeyB', 'Shift'))).toBe(false)
  })
  it('ignores the Shift that a symbol requires', () => {
    expect(byCharacter('?', press('?', 'Slash', 'Shift'))).toBe(true)
    expect(byCharacter('?', press('?', 'Minus', 'Shift'))).toBe(true)
  })
  it('ignores the Shift that a digit requires on a French keyboard', () => {
    expect(byCharacter('1', press('1', 'Digit1', 'Shift'))).toBe(true)
    expect(byCharacter('1', press('1', 'Numpad1', 'Shift'))).toBe(false)
  })
  it('respects Shift for non-English letters', () => {
    expect(byCharacter('Ü', press('ü', 'BracketLeft'))).toBe(true)
    expect(byCharacter('Ü', press('Ü', 'BracketLeft', 'Shift'))).toBe(false)
    expect(byCharacter('Shift+Ü', press('Ü', 'BracketLeft', 'Shift'))).toBe(true)
  })
  it('treats AltGr as part of the character, as in AltGr+8 for [ on a German keyboard', () => {
    expect(byCharacter('[', press('[', 'Digit8', 'Ctrl+Alt+AltGraph'))).toBe(true)
    expect(byCharacter('Mod+Alt+8', press('[', 'Digit8', 'Ctrl+Alt+AltGraph'))).toBe(false)
  })
})

describe('matchesPosition', () => {
  it('matches bracket keys on layouts that type letters there', () => {
    expect(byPosition('[', press('ü', 'BracketLeft'))).toBe(true)
    expect(byPosition('Shift+[', press('Ü', 'BracketLeft', 'Shift'))).toBe(true)
  })
  it('matches letter keys on non-Latin layouts', () => {
    expect(byPosition('B', press('и', 'KeyB'))).toBe(true)
  })
  it('does not match letter keys on another Latin layout', () => {
    expect(byPosition('B', press('x', 'KeyB'))).toBe(false)
  })
  it('matches plus and minus on the numeric keypad', () => {
    expect(byPosition('Mod+-', press('-', 'NumpadSubtract', 'Ctrl'))).toBe(true)
    expect(byPosition('Mod+=', press('+', 'NumpadAdd', 'Ctrl'))).toBe(true)
  })
  it('ignores characters typed with AltGr, such as the euro sign on a French keyboard', () => {
    expect(byPosition('E', press('€', 'KeyE', 'Ctrl+Alt+AltGraph'))).toBe(false)
    expect(byPosition('\\', press('`', 'Backslash', 'AltGraph'))).toBe(false)
  })
  it('matches digit keys on a French keyboard, which types digits with Shift', () => {
    expect(byPosition('Mod+1', press('&', 'Digit1', 'Ctrl'))).toBe(true)
  })
  it('matches a dead key by position because it types nothing', () => {
    expect(byPosition(']', press('Dead', 'BracketRight'))).toBe(true)
    expect(byPosition('Shift+]', press('Dead', 'BracketRight', 'Shift'))).toBe(true)
    expect(byPosition('[', press('Process', 'BracketLeft'))).toBe(false)
  })
  it('does not match by position if the layout types the character on another key', () => {
    const swiss = new Map([
      ['Equal', '^'],
      ['KeyZ', 'y'],
      ['Digit8', '8'],
      ['BracketLeft', 'ü'],
      ['Slash', '-'],
    ])
    expect(byPosition('[', press('ü', 'BracketLeft'), swiss)).toBe(true)
    expect(byPosition('-', press("'", 'Minus'), swiss)).toBe(false)
    expect(byPosition('=', press('Dead', 'Equal'), swiss)).toBe(true)
  })
  it('identifies a key by its character without Shift, or without Alt on macOS', () => {
    const us = new Map([
      ['BracketLeft', '['],
      ['Digit1', '1'],
      ['KeyB', 'b'],
    ])
    const dvorak = new Map([
      ['Minus', '['],
      ['BracketLeft', '/'],
    ])
    expect(byPosition('Shift+[', press('{', 'BracketLeft', 'Shift'), us)).toBe(true)
    expect(byPosition('Shift+1', press('!', 'Digit1', 'Shift'), us)).toBe(true)
    expect(byPosition('Alt+B', press('∫', 'KeyB', 'Alt'), us, true)).toBe(true)
    expect(byPosition('Shift+[', press('{', 'Minus', 'Shift'), dvorak)).toBe(true)
    expect(byPosition('Shift+[', press('?', 'BracketLeft', 'Shift'), dvorak)).toBe(false)
  })
})
