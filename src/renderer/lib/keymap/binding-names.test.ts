import { describe, expect, it } from 'vitest'
import { bindingCaps, bindingText, normalBinding } from './binding-names.ts'

describe('bindingCaps', () => {
  it('uses the key names of the operating system', () => {
    expect(bindingCaps('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(bindingCaps('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z'])
    expect(bindingCaps('ArrowLeft', false)).toEqual(['←'])
    expect(bindingCaps('Mod++', false)).toEqual(['Ctrl', '+'])
  })

  it('names single modifiers and pointer gestures', () => {
    expect(bindingCaps('Alt', false)).toEqual(['Alt'])
    expect(bindingCaps('Mod', true)).toEqual(['⌘'])
    expect(bindingCaps('Alt+RightDrag', false)).toEqual(['Alt', 'right-drag'])
  })
})

describe('bindingText', () => {
  it('spells keys as words for screen readers', () => {
    expect(bindingText('Mod+Alt+ArrowLeft', true)).toBe('Cmd+Option+Left')
    expect(bindingText('Shift+Backspace', false)).toBe('Shift+Backspace')
  })
})

describe('normalBinding', () => {
  it.each([
    ['Shift+Mod+z', 'Mod+Shift+Z'],
    ['mod', 'Mod'],
    ['Mod++', 'Mod++'],
    ['Space', 'Space'],
    ['arrowleft', 'ArrowLeft'],
    ['f5', 'F5'],
    ['ß', 'ß'],
    ['Alt+RightDrag', 'Alt+RightDrag'],
  ])('normalizes %s to %s', (text, normal) => {
    expect(normalBinding(text)).toBe(normal)
  })

  it.each(['', 'Ctrl+', 'Nonsense', 'F25', 'Dead'])('rejects "%s"', (text) => {
    expect(normalBinding(text)).toBeNull()
  })
})
