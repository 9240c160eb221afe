import type { Command } from '../../lib/command.ts'
import {
  matchesCharacter,
  matchesPosition,
  parseBinding,
  type KeyBinding,
  type KeyboardLayout,
  type KeyPress,
} from '../../lib/keymap/key-binding.ts'
import type { Keymap } from '../../lib/keymap/keymap.ts'
import type { CommandRegistry } from './create-command-registry.ts'

export interface DispatchedPress extends KeyPress {
  readonly repeat: boolean
  readonly isComposing: boolean
  readonly defaultPrevented: boolean
  preventDefault(): void
}

/** Focus state when a key is pressed. */
export interface FocusFacts {
  readonly isTyping: boolean
  /** A dialog, an overlay panel or a menu is open and handles its own keys. */
  readonly isModal: boolean
  /** Keys the focused control handles itself: a slider its arrows, a button Enter and Space. */
  readonly ownKeys: ReadonlySet<string>
}

export interface KeyDispatcher {
  /** Returns whether a command handled the key. */
  press(event: DispatchedPress, focus: FocusFacts): boolean
  /** Runs a command chosen in the menu, unless its own shortcut has just run it. */
  chooseFromMenu(id: string): boolean
}

interface DispatcherOptions {
  readonly registry: CommandRegistry
  readonly keymap: () => Keymap
  readonly layout: () => KeyboardLayout
  readonly isMac: boolean
  readonly now: () => number
}

/** A menu may also report a key that the window has already handled; no user is this fast. */
const echoMs = 150

export function createKeyDispatcher({ registry, keymap, layout, isMac, now }: DispatcherOptions): KeyDispatcher {
  const parsed = new Map<string, KeyBinding>()
  let last = { id: '', atMs: -Infinity }

  function bindingOf(text: string): KeyBinding {
    const known = parsed.get(text) ?? parseBinding(text)
    parsed.set(text, known)
    return known
  }

  function find(press: KeyPress): Command | undefined {
    const keys = keymap()
    const commands = registry.all()
    const route = layout()
    const by = (matches: (binding: KeyBinding) => boolean) =>
      commands.find(
        (command) => keys.keysOf(command.id).some((key) => matches(bindingOf(key))) && registry.isEnabled(command),
      )
    // The typed character takes precedence: the physical position is only a guess where the layout types something
    // else.
    return (
      by((binding) => matchesCharacter(press, binding, isMac)) ??
      by((binding) => matchesPosition(press, binding, isMac, route))
    )
  }

  return {
    press(event, { isTyping, isModal, ownKeys }) {
      if (event.defaultPrevented || event.isComposing || isModal) return false
      // With Ctrl or Alt, no control handles its own keys.
      if (ownKeys.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) return false
      const command = find(event)
      if (command === undefined) return false
      if (isTyping && !(command.isForTyping === true && typesNothing(event))) return false
      if (command.ownEvent === 'paste' && isPaste(event)) return false
      event.preventDefault()
      if (event.repeat && command.canRepeat !== true) return true
      last = { id: command.id, atMs: now() }
      return registry.run(command.id)
    },
    chooseFromMenu(id) {
      if (last.id === id && now() - last.atMs < echoMs) return false
      return registry.run(id)
    },
  }
}

function isPaste({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): boolean {
  return key.toLowerCase() === 'v' && (ctrlKey || metaKey) && !altKey && !shiftKey
}

/** Users may assign a command a key that a text field needs. Ctrl with Alt is how AltGr arrives. */
function typesNothing({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean {
  if (/^F\d+$/.test(key)) return true
  const isNamed = key.length > 1 && key !== 'Dead'
  return altKey ? isNamed : ctrlKey || metaKey
}
