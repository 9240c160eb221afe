import { message } from '../message.ts'

export { searchCommands, searchCommandsHint } from './window.ts'

// Command palette
export const commands = message('Commands')
export const noCommandsFound = message('No commands found.')

// Import failures
export const notImported = message('Not imported')
export const close = message('Close')
export const damagedImages = message('Damaged images')
export const filesNotImported = message('Files that were not imported')
export const moreFiles = message('And {count, plural, one {# more file} other {# more files}}.')

// Shortcuts
export const editShortcuts = message('Edit shortcuts…')
export const brushStrengths = message('Brush strength, 10% to 100%')
export const outsideStudio = message('{command} (outside Studio)')

// Shortcuts dialog
export const keyboardShortcuts = message('Keyboard shortcuts')
export const shortcuts = message('Shortcuts')
