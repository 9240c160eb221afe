import { message } from '../message.ts'

// Rail
export const mainNavigation = message('Main')
export const studio = message('Studio')
export const gallery = message('Gallery')
export const compare = message('Compare')
export const models = message('Models')
export const settings = message('Settings')
export const help = message('Help')
export const openModels = message('Open Models')

// Downloads in the rail
export const downloadFailed = message('Failed to download {name}')
export const failed = message('Failed')
export const downloadWaiting = message('Waiting to download {name}')
export const waiting = message('Waiting')
export const downloadProgress = message('{percent}% of {name} downloaded')
export const percentDone = message('{percent}%')
export const modelCount = message('{count, plural, one {# model} other {# models}}')
export const downloaded = message('Downloaded {name}.')
export const couldNotDownload = message('Could not download {name}. Try again in Models.')

// Shell
export const windowTitle = message('{subject} — Atelier')
export const dropToOpen = message('Drop to open in Studio')
export const dropToImport = message('Drop to import')
export const importProgress = message('Importing {done} of {total, plural, one {# file} other {# files}}')
export const importingFile = message('Importing…')
export const openingFile = message('Opening…')
export const importLabel = message('Import')
export const stop = message('Stop')

// Command palette
export const allCommands = message('All commands')
export const searchCommands = message('Search commands')
export const searchCommandsHint = message('Search commands…')

// Opening page
export const preparingLibrary = message('Preparing the library')
export const updatingLibrary = message('Updating the library')
export const openingHint = message(
  'This happens once, after an update or a problem. You can close Atelier: it continues the next time it starts.',
)
export const openingProgress = message('{done} of {total, plural, one {# image} other {# images}}')

// Broken window
export const windowFailed = message('This window stopped working')
export const windowFailedHint = message('Your images, results and edits are saved. Reload to continue where you were.')
export const reload = message('Reload')
export const copyDetails = message('Copy details')

// Imports
export const importedCount = message('{count} imported')
export const alreadyInLibrary = message('{count} already in the library')
export const unreadableCount = message('{count} could not be read')
export const damagedCount = message('{count} damaged')
export const skippedByCancel = message('{count} skipped: import canceled')
export const skippedByFullDisk = message('{count} skipped: disk full')
export const noImagesFound = message('No images found.')
export const clipboardEmpty = message('No image on the clipboard.')
export const showFiles = message('Show files')
export const showingLast = message('{imported} · showing the last one')
export const showAll = message('Show all')
export const noImagesIn = message('No images in {name}. Atelier opens these files: {formats}.')
export const fileProblem = message('{file}: {problem}')

// Notices
export const setLimits = message('Set limits')
export const show = message('Show')
export const savedExternally = message('Saved in the other app: “{name}”.')
export const imageUnreadable = message('The image file is missing or can’t be read. What you painted is kept.')
export const maskSaved = message('Mask saved: {path} (white = repainted)')
export const saved = message('Saved: {path}')
export const stepModelGone = message('The model {model} is not installed. Select another.')
export const sourceGone = message(
  'The source image is in the trash, or its file is missing. Restore it, then repeat the step.',
)
export const imageCopied = message('Image copied.')
export const imageCopiedScaled = message('Image copied. Scaled down to 50 megapixels, the clipboard’s limit.')

// Hidden images
export const mayShowNudity = message('Hidden: may show nudity')
export const notCheckedYet = message('Hidden until checked for nudity')
