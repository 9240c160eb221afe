import { message } from '../message.ts'

// Keymap text
export const noShortcutList = message('This is not a list of shortcuts. Paste the text that “Copy” gives.')
export const noSuchPreset = message('There is no preset {preset}.')
export const overridesMalformed = message('“overrides” must list commands, each with its shortcuts.')
export const noSuchCommand = message('There is no command “{id}”.')
export const tooManyShortcuts = message('“{id}” must have a list of up to 6 shortcuts.')
export const invalidShortcut = message('“{id}” has an invalid shortcut: {shortcut}.')
