import { describe, expect, it, vi } from 'vitest'
import { keySettingsSchema } from '../../../shared/domain/settings.ts'
import type { KeyboardLayout } from '../../lib/keymap/key-binding.ts'
import { createKeymap, keyActions } from '../../lib/keymap/keymap.ts'
import { createCommandRegistry } from './create-command-registry.ts'
import { createKeyDispatcher } from './create-key-dispatcher.ts'

type Held = 'ctrl' | 'shift' | 'alt' | 'altgraph' | 'meta' | 'windows-altgraph'

/** Unmodified characters of each row of keys, in the order of their codes. */
const rows = [
  ['Backquote', 'Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0'],
  ['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote', 'Comma', 'Period', 'Slash'],
  ['KeyQ', 'KeyW', 'KeyE', 'KeyR', 'KeyT', 'KeyY', 'KeyU', 'KeyI', 'KeyO', 'KeyP'],
  ['KeyA', 'KeyS', 'KeyD', 'KeyF', 'KeyG', 'KeyH', 'KeyJ', 'KeyK', 'KeyL'],
  ['KeyZ', 'KeyX', 'KeyC', 'KeyV', 'KeyB', 'KeyN', 'KeyM'],
].flat()

const digits = '`1234567890'
const typed = {
  US: `${digits}-=[]\\;',./qwertyuiopasdfghjklzxcvbnm`,
  German: `^1234567890ß´ü+#öä,.-qwertzuiopasdfghjklyxcvbnm`,
  'Swiss German': `§1234567890'^ü¨$öä,.-qwertzuiopasdfghjklyxcvbnm`,
  'Swiss French': `§1234567890'^è¨$éà,.-qwertzuiopasdfghjklyxcvbnm`,
  French: `²&é"'(-è_çà)=^$*mù;:!azertyuiopqsdfghjklwxcvbn,`,
  Swedish: `§1234567890+´å¨'öä,.-qwertyuiopasdfghjklzxcvbnm`,
  Danish: `½1234567890+´å¨'æø,.-qwertyuiopasdfghjklzxcvbnm`,
  Norwegian: `|1234567890+\\å¨'øæ,.-qwertyuiopasdfghjklzxcvbnm`,
  Dvorak: `${digits}[]/=\\s-wvz',.pyfgcrlaoeuidhtn;qjkxbm`,
  Russian: `ё1234567890-=хъ\\жэбю.йцукенгшщзфывапролдячсмить`,
} as const
type LayoutName = keyof typeof typed

function layoutOf(name: LayoutName): KeyboardLayout {
  // A dead key is reported as its standalone character, which cannot be typed in one press.
  return new Map(rows.flatMap((code, at): [string, string][] => [[code, typed[name].charAt(at)]]))
}

function find(layout: KeyboardLayout, [key, code, ...held]: readonly [string, string, ...Held[]]): string | undefined {
  const ran: string[] = []
  const registry = createCommandRegistry(() => undefined)
  const inTheStudio = keyActions.filter(({ kind, when }) => kind === 'command' && when.includes('canvas'))
  registry.add(() => inTheStudio.map(({ id, label }) => ({ id, label, group: 'Edit', run: () => void ran.push(id) })))
  const keymap = createKeymap(keySettingsSchema.parse({}))
  createKeyDispatcher({ registry, keymap: () => keymap, layout: () => layout, isMac: false, now: () => 0 }).press(
    {
      key,
      code,
      // Windows reports AltGr as Ctrl+Alt as well, Linux does not.
      ctrlKey: held.includes('ctrl') || held.includes('windows-altgraph'),
      altKey: held.includes('alt') || held.includes('windows-altgraph'),
      shiftKey: held.includes('shift'),
      metaKey: held.includes('meta'),
      repeat: false,
      isComposing: false,
      defaultPrevented: false,
      getModifierState: (name) => name === 'AltGraph' && held.some((each) => each.endsWith('altgraph')),
      preventDefault: vi.fn(),
    },
    { isTyping: false, isModal: false, ownKeys: new Set() },
  )
  return ran[0]
}

type Case = readonly [LayoutName, readonly [string, string, ...Held[]], string | undefined]

const cases: readonly Case[] = [
  ['US', ['[', 'BracketLeft'], 'brush.smaller'],
  ['US', ['{', 'BracketLeft', 'shift'], 'brush.softer'],
  ['US', ['[', 'BracketLeft', 'alt'], 'layer.previous'],
  ['US', ['Z', 'KeyZ', 'ctrl', 'shift'], 'edit.redo'],
  ['US', ['=', 'Equal', 'ctrl'], 'view.zoom-in'],
  ['US', ['+', 'Equal', 'ctrl', 'shift'], 'view.zoom-in'],
  ['US', ['-', 'NumpadSubtract', 'ctrl'], 'view.zoom-out'],
  ['US', ['+', 'NumpadAdd', 'ctrl'], 'view.zoom-in'],
  ['US', [')', 'Digit0', 'ctrl', 'shift'], 'view.to-mask'],
  ['US', ['?', 'Slash', 'shift'], 'help.shortcuts'],
  ['US', ['5', 'Numpad5'], 'brush.strength-50'],
  ['US', ['i', 'KeyI', 'ctrl', 'alt'], undefined],
  ['US', ['z', 'KeyZ', 'meta'], undefined],

  ['German', ['ü', 'BracketLeft'], 'brush.smaller'],
  ['German', ['+', 'BracketRight'], 'brush.larger'],
  ['German', ['Ü', 'BracketLeft', 'shift'], 'brush.softer'],
  ['German', ['*', 'BracketRight', 'shift'], 'brush.harder'],
  ['German', ['[', 'Digit8', 'altgraph'], 'brush.smaller'],
  ['German', ['[', 'Digit8', 'windows-altgraph'], 'brush.smaller'],
  ['German', [']', 'Digit9', 'windows-altgraph'], 'brush.larger'],
  ['German', ['ü', 'BracketLeft', 'alt'], 'layer.previous'],
  ['German', ['z', 'KeyY', 'ctrl'], 'edit.undo'],
  ['German', ['y', 'KeyZ', 'ctrl'], 'edit.redo'],
  ['German', ['z', 'KeyY'], 'tool.zoom'],
  ['German', ['+', 'BracketRight', 'ctrl'], 'view.zoom-in'],
  ['German', ['-', 'Slash', 'ctrl'], 'view.zoom-out'],
  ['German', ['=', 'Digit0', 'ctrl', 'shift'], 'view.zoom-in'],
  ['German', ['?', 'Minus', 'shift'], 'help.shortcuts'],
  ['German', ['Dead', 'Backquote'], undefined],
  ['German', ['@', 'KeyQ', 'windows-altgraph'], undefined],
  ['German', ['€', 'KeyE', 'altgraph'], undefined],

  ['Swiss German', ['ü', 'BracketLeft'], 'brush.smaller'],
  ['Swiss German', ['Dead', 'BracketRight'], 'brush.larger'],
  ['Swiss German', ['Dead', 'BracketRight', 'shift'], 'brush.harder'],
  ['Swiss German', ['[', 'BracketLeft', 'windows-altgraph'], 'brush.smaller'],
  ['Swiss German', ['z', 'KeyY', 'ctrl'], 'edit.undo'],
  ['Swiss French', ['è', 'BracketLeft'], 'brush.smaller'],
  ['Swiss French', ['é', 'Semicolon'], undefined],
  ['Swiss French', ['Z', 'KeyY', 'ctrl', 'shift'], 'edit.redo'],

  ['French', ['Dead', 'BracketLeft'], 'brush.smaller'],
  ['French', ['$', 'BracketRight'], 'brush.larger'],
  ['French', ['[', 'Digit5', 'windows-altgraph'], 'brush.smaller'],
  ['French', ['à', 'Digit0', 'ctrl'], 'view.fit'],
  ['French', ['&', 'Digit1', 'ctrl'], 'view.actual-size'],
  ['French', ['0', 'Digit0', 'ctrl', 'shift'], 'view.fit'],
  ['French', ['(', 'Digit5'], 'brush.strength-50'],
  ['French', ['5', 'Digit5', 'shift'], 'brush.strength-50'],
  ['French', [',', 'KeyM'], 'mask.shrink'],
  ['French', ['.', 'Comma', 'shift'], 'mask.grow'],
  ['French', ['?', 'KeyM', 'shift'], 'help.shortcuts'],
  ['French', ['z', 'KeyW', 'ctrl'], 'edit.undo'],
  ['French', ['w', 'KeyZ', 'ctrl'], 'file.close'],
  ['French', ['m', 'Semicolon'], 'tool.rectangle'],
  ['French', ['ù', 'Quote'], undefined],

  ['Swedish', ['å', 'BracketLeft'], 'brush.smaller'],
  ['Swedish', ['Dead', 'BracketRight'], 'brush.larger'],
  ['Swedish', [']', 'Digit9', 'altgraph'], 'brush.larger'],
  ['Swedish', ['+', 'Minus', 'ctrl'], 'view.zoom-in'],
  ['Swedish', ['-', 'Slash', 'ctrl'], 'view.zoom-out'],
  ['Danish', ['å', 'BracketLeft', 'alt'], 'layer.previous'],
  ['Danish', ['Dead', 'BracketRight', 'shift'], 'brush.harder'],
  ['Norwegian', ['Å', 'BracketLeft', 'shift'], 'brush.softer'],
  ['Norwegian', ['ø', 'Semicolon'], undefined],

  ['Dvorak', ['[', 'Minus'], 'brush.smaller'],
  ['Dvorak', ['{', 'Minus', 'shift'], 'brush.softer'],
  ['Dvorak', ['/', 'BracketLeft'], undefined],
  ['Dvorak', ["'", 'KeyQ'], undefined],
  ['Dvorak', [';', 'KeyZ'], undefined],
  ['Dvorak', ['b', 'KeyN'], 'tool.brush'],
  ['Dvorak', ['x', 'KeyB'], 'tool.swap'],
  ['Dvorak', [';', 'KeyZ', 'ctrl'], undefined],

  ['Russian', ['и', 'KeyB'], 'tool.brush'],
  ['Russian', ['я', 'KeyZ', 'ctrl'], 'edit.undo'],
  ['Russian', ['х', 'BracketLeft'], 'brush.smaller'],
  ['Russian', ['.', 'Slash'], 'mask.grow'],
]

describe('shortcuts on international keyboard layouts', () => {
  it.each(cases)('resolves %s %o to %s', (name, press, id) => {
    expect(find(layoutOf(name), press)).toBe(id)
  })

  // Where the system does not report the layout, positions are guessed from the pressed keys.
  it.each(cases.filter(([name]) => name !== 'Dvorak' && name !== 'French'))(
    'resolves %s %o to %s when the system does not report the layout',
    (_name, press, id) => {
      expect(find(null, press)).toBe(id)
    },
  )
})
