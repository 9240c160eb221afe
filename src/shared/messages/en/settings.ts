import { message } from '../message.ts'

// Appearance page
export const system = message('System')
export const dark = message('Dark')
export const light = message('Light')
export const matchTheme = message('Match theme')
export const black = message('Black')
export const darkGray = message('Dark gray')
export const middleGray = message('Middle gray')
export const lightGray = message('Light gray')
export const white = message('White')
export const appearance = message('Appearance')
export const language = message('Language')
export const languageHint = message('The command line and the tools for agents stay in English.')
export const languageAfterRestart = message('The language changes when Atelier restarts.')
export const theme = message('Theme')
export const themeHint = message('Both themes use neutral grays for accurate color.')
export const contrast = message('Contrast')
export const highContrast = message('High', 'contrast')
export const contrastHint = message('High makes lines and text stronger and outlines what is selected.')
export const interfaceScale = message('Interface scale')
export const interfaceScaleHint = message('The size of text and controls.')
export const canvas = message('Canvas')
export const canvasHint = message('The color around the image while you edit.')

// Key editor
export const undo = message('Undo')
export const allShortcutsChanged = message('All shortcuts changed.')

// Key capture
export const pressShortcut = message('Press shortcut…')
export const pressShortcutFor = message('{command}: press a shortcut, or Escape to cancel')

// Key row
export const resetShortcut = message('Reset {command}')
export const addShortcut = message('Add shortcut for {command}')
export const changeShortcut = message('Change {shortcut} for {command}')
export const removeShortcut = message('Remove {shortcut} from {command}')
export const shortcutConflict = message('{shortcut} is also assigned to “{other}”. “{winner}” takes precedence.')
export const none = message('None')
export const shortcutTaken = message(
  '{shortcut} is assigned to {commands}. If you keep both, “{winner}” takes precedence.',
)
export const reassign = message('Reassign')
export const keepBoth = message('Keep both')
export const cancel = message('Cancel')

// Key search
export const findCommandByShortcut = message('Find command by shortcut')
export const findByShortcut = message('Find by shortcut')
export const show = message('Show')
export const all = message('All')
export const changedCount = message('Changed · {count}')
export const conflictCount = message('Conflicts · {count}')
export const conflictsFound = message('{count, plural, one {# shortcut has} other {# shortcuts have}} two commands')
export const searchCommands = message('Search commands and shortcuts')
export const commandsFor = message('Commands for {shortcut}')
export const commandsForThisShortcut = message('Commands for this shortcut')
export const showAllShortcuts = message('Show all shortcuts')

// Keyboard page
export const keyboard = message('Keyboard')
export const editAsText = message('Edit as text…')
export const resetAll = message('Reset all')
export const noCommandsFound = message('No commands found.')
export const noCommandUsesShortcut = message('No command uses this shortcut.')
export const showAll = message('Show all')
export const shortcutPreset = message('Shortcut preset')
export const changesKept = message('Your changes to {count, plural, one {# command} other {# commands}} are kept.')
export const copied = message('Copied')
export const copy = message('Copy')
export const apply = message('Apply')
export const editAsTextTitle = message('Edit as text')
export const editAsTextHint = message(
  'Your preset and changes. Copy this text to save them, or paste another one to use it.',
)
export const shortcuts = message('Shortcuts')

// Watched card
export const watchedFolders = message('Watched folders')
export const watchedFoldersHint = message(
  'Existing and new images in these folders and their subfolders are copied to the library. The folders are never changed. Images you delete from the library are not imported again.',
)
export const noWatchedFolders = message('No watched folders.')
export const watchFolder = message('Watch folder…')
export const watchThisFolder = message('Watch {folder}')
export const stopWatching = message('Stop watching {folder}')

// Watched folder labels
export const watching = message('Watching.')
export const unreachable = message('Unavailable. Retrying every minute.')
export const paused = message('Paused.')
export const noImagesImportedYet = message('No images imported yet.')
export const imagesImported = message('{count, plural, one {# image} other {# images}} imported, last on {time}.')
export const filesUnreadable = message('{count, plural, one {# file} other {# files}} could not be read as an image.')
export const filesDamaged = message(
  '{count, plural, one {# image is damaged: part of it} other {# images are damaged: part of them}} could not be read.',
)
export const checkedRegularly = message('Checked every few minutes, because its disk does not report changes.')

// Safety page
export const off = message('Off')
export const low = message('Low')
export const moderate = message('Moderate')
export const strict = message('Strict')
export const coversCertain = message('Covers only what is almost certainly explicit.')
export const coversExplicit = message('Covers what is probably explicit.')
export const coversSuggestive = message('Covers suspected and suggestive content.')
export const safetyAndNotifications = message('Safety and notifications')
export const serviceContentFilters = message('Service content filters')
export const contentFiltersHint = message(
  'How strictly services filter prompts and images, where this can be set. Each service also has rules that cannot be turned off. If a model ignores this setting, the Studio says so before you generate.',
)
export const nudity = message('Nudity')
export const hideNudity = message('Hide nudity')
export const hideNudityHint = message(
  'Asks services to exclude it where possible, and checks results on this computer.',
)
export const nudityCheckHint = message(
  'The check runs on this computer and sends nothing. It makes mistakes. Covered images are not deleted or changed: Reveal shows one until you quit Atelier.',
)
export const notifications = message('Notifications')
export const notifyMe = message('Notify me when long tasks finish')
export const notifyMeHint = message(
  'For tasks over 20 seconds while Atelier is in the background. Shows the number of images and their cost, never the prompt.',
)

// Settings
export const tabletAndTouch = message('Tablet and touch')
export const exportLabel = message('Export', 'settings')
export const money = message('Money')
export const library = message('Library')
export const storage = message('Storage')
export const agents = message('Agents')
export const settings = message('Settings')
export const externalEditor = message('External editor')
export const systemDefault = message('System default')
export const systemDefaultButton = message('Use system default')
export const chooseApp = message('Choose app…')
export const externalEditorHint = message(
  'The app gets a copy: PNG and TIFF as they are, other formats as PNG. What you save there is added to the library as a new image. Copies are kept for 30 days.',
)

// Tablet page
export const penPressure = message('Pen pressure')
export const firmness = message('Firmness')
export const firmnessHint = message('Below 0, a light touch is enough. Above 0, press harder.')
export const minimumPressure = message('Minimum pressure')
export const minimumPressureHint = message('Lighter pressure than this is ignored.')
export const penPressureHint = message(
  'Choose in the Studio whether pressure changes brush size, strength or both. A mouse always uses full pressure.',
)
export const oneFinger = message('One finger')
export const twoFingers = message('Two fingers')
export const oneFingerPaints = message('Paint, or pan once a pen has been used')
export const panOrPinch = message('Pan, or pinch to zoom')
export const tapWithTwoOrThree = message('Tap with two or three fingers')
export const undoOrRedo = message('Undo or redo')
export const palm = message('Palm on the tablet')
export const palmIgnored = message('Ignored while the pen is near')
export const barrelButton = message('Pen’s barrel button or eraser')
export const erase = message('Erase')
export const touchAndPen = message('Touch and pen')
export const halfPressure = message('Half pressure counts as {percent}%')
export const penTestArea = message('Pen test area')
export const drawHere = message('Draw here')
export const pressureReading = message('Pressure {raw}, counts as {curved}')

// Meaning card
export const searchByMeaning = message('Search by content')
export const indexImages = message('Analyze images in the background')
export const indexImagesHint = message(
  'Finds images by what they show, such as looks:"foggy harbor", with a CLIP or SigLIP model on this computer. Nothing leaves it.',
)
export const noMeaningModel = message('No model for this is installed.')
export const indexComplete = message(
  '{count, plural, =0 {No images yet} one {# image is} other {All # images are}} searchable with {model}.',
)
export const indexRunning = message('Analyzing: {embedded} of {total} images with {model}')
export const searchesMeanwhile = message('Until then, searches use {model}.')
export const indexPaused = message('Paused: {embedded} of {total} images with {model}')
