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
  it('reads modifiers and the key', () => {
    expect(parseBinding('Mod+Shift+Z')).toEqual({ mod: true, shift: true, alt: false, key: 'z' })
  })
  it('reads the plus sign as a key', () => {
    expect(parseBinding('Mod++')).toEqual({ mod: true, shift: false, alt: false, key: '+' })
  })
})

describe('matchesCharacter', () => {
  it('takes Mod as Ctrl, and as Cmd on a Mac', () => {
    expect(byCharacter('Mod+K', press('k', 'KeyK', 'Ctrl'))).toBe(true)
    expect(byCharacter('Mod+K', press('k', 'KeyK', 'Ctrl'), true)).toBe(false)
    expect(byCharacter('Mod+K', press('k', 'KeyK', 'Meta'), true)).toBe(true)
  })
  it('wants exactly the modifiers of the binding', () => {
    expect(byCharacter('B', press('b', 'KeyB', 'Ctrl'))).toBe(false)
    expect(byCharacter('Mod+Z', press('Z', 'KeyZ', 'Ctrl+Shift'))).toBe(false)
    expect(byCharacter('B', press('B', 'KeyB', 'Shift'))).toBe(false)
  })
  it('does not mind the Shift that a sign needs', () => {
    expect(byCharacter('?', press('?', 'Slash', 'Shift'))).toBe(true)
    expect(byCharacter('?', press('?', 'Minus', 'Shift'))).toBe(true)
  })
  it('does not mind the Shift that a digit needs on a French keyboard', () => {
    expect(byCharacter('1', press('1', 'Digit1', 'Shift'))).toBe(true)
    expect(byCharacter('1', press('1', 'Numpad1', 'Shift'))).toBe(false)
  })
  it('minds the Shift of letters beyond the English ones', () => {
    expect(byCharacter('Ü', press('ü', 'BracketLeft'))).toBe(true)
    expect(byCharacter('Ü', press('Ü', 'BracketLeft', 'Shift'))).toBe(false)
    expect(byCharacter('Shift+Ü', press('Ü', 'BracketLeft', 'Shift'))).toBe(true)
  })
  it('takes AltGr as a character: on a German keyboard [ is AltGr+8', () => {
    expect(byCharacter('[', press('[', 'Digit8', 'Ctrl+Alt+AltGraph'))).toBe(true)
    expect(byCharacter('Mod+Alt+8', press('[', 'Digit8', 'Ctrl+Alt+AltGraph'))).toBe(false)
  })
})

describe('matchesPosition', () => {
  it('finds brackets where the layout types letters of its own', () => {
    expect(byPosition('[', press('ü', 'BracketLeft'))).toBe(true)
    expect(byPosition('Shift+[', press('Ü', 'BracketLeft', 'Shift'))).toBe(true)
  })
  it('finds letters on a layout without Latin ones', () => {
    expect(byPosition('B', press('и', 'KeyB'))).toBe(true)
  })
  it('leaves the letters of another Latin layout alone', () => {
    expect(byPosition('B', press('x', 'KeyB'))).toBe(false)
  })
  it('takes the numeric pad for plus and minus', () => {
    expect(byPosition('Mod+-', press('-', 'NumpadSubtract', 'Ctrl'))).toBe(true)
    expect(byPosition('Mod+=', press('+', 'NumpadAdd', 'Ctrl'))).toBe(true)
  })
  it('leaves what AltGr writes alone: on a French keyboard AltGr and the key of E give the euro sign', () => {
    expect(byPosition('E', press('€', 'KeyE', 'Ctrl+Alt+AltGraph'))).toBe(false)
    expect(byPosition('\\', press('`', 'Backslash', 'AltGraph'))).toBe(false)
  })
  it('finds the digits of a French keyboard, where they need Shift', () => {
    expect(byPosition('Mod+1', press('&', 'Digit1', 'Ctrl'))).toBe(true)
  })
  it('takes a dead key for its place: it types nothing', () => {
    expect(byPosition(']', press('Dead', 'BracketRight'))).toBe(true)
    expect(byPosition('Shift+]', press('Dead', 'BracketRight', 'Shift'))).toBe(true)
    expect(byPosition('[', press('Process', 'BracketLeft'))).toBe(false)
  })
  it('does not go by places for what the layout types elsewhere', () => {
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
  it('knows a key by what it types without Shift, or without Alt on a Mac', () => {
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
