import * as messages from '../../../shared/messages/en/commands.ts'
import { referencesEllipsis } from '../../../shared/messages/en/commands.ts'
import * as galleryMessages from '../../../shared/messages/en/gallery-commands.ts'
import {
  commandRows,
  everywhere,
  inCompare,
  inGallery,
  inLibrary,
  inStudio,
  inTrash,
  type KeyAction,
  type Situation,
} from './key-action.ts'
import { upscaleChoices } from '../models/upscale-entries.ts'

/** Everywhere but on the route it leads to, which uses the key itself. */
const everywhereExcept = (situations: readonly Situation[]) => everywhere.filter((each) => !situations.includes(each))

export const appActions: readonly KeyAction[] = [
  ...commandRows('File', everywhere, [
    ['file.new', messages.newImage],
    ['file.open', messages.open, 'Mod+O'],
    ['file.import', messages.importImages, 'Mod+Shift+I'],
    ['file.import-folder', messages.importFolder],
    ['file.open-sample', messages.openSampleProject],
    ['file.paste', messages.paste, 'Mod+V'],
  ]),
  ...commandRows('File', [...inStudio, ...inLibrary], [['file.export', messages.exportLabel, 'Mod+Shift+E']]),
  ...commandRows(
    'Image',
    [...inStudio, ...inLibrary, 'compare'],
    [
      ...upscaleChoices.map(({ command, label }) => [command, label] as const),
      ['image.remove-background', messages.removeBackground],
      ['image.replace-background', messages.replaceBackground],
      ['image.describe', messages.describeImages],
      ['image.prompt', messages.promptFromImage],
      ['image.continue', messages.continueInWords],
    ],
  ),
  ...commandRows('File', inStudio, [['file.close', messages.closeDocument, 'Mod+W']]),
  ...commandRows('View', everywhereExcept(inStudio), [['view.studio', messages.goToStudio, 'Mod+1']]),
  ...commandRows('View', everywhereExcept(inGallery), [['view.gallery', messages.goToGallery, 'Mod+2']]),
  ...commandRows('View', everywhereExcept(inCompare), [['view.compare', messages.openCompare, 'Mod+3']]),
  ...commandRows('View', everywhereExcept(['models']), [['view.models', messages.goToModels, 'Mod+4']]),
  ...commandRows('View', everywhereExcept(['settings']), [['view.settings', messages.goToSettings, 'Mod+5', 'Mod+,']]),
  ...commandRows('View', everywhere, [
    ['view.toggle-panels', messages.togglePanels, 'Tab'],
    ['view.next-part', messages.nextPanel, 'F6'],
    ['view.previous-part', messages.previousPanel, 'Mod+F6'],
    ['view.queue', messages.toggleQueue, 'Mod+J'],
    ['queue.pause', messages.pauseOrResumeQueue],
    ['view.theme-dark', messages.darkTheme],
    ['view.theme-light', messages.lightTheme],
    ['view.theme-system', messages.systemTheme],
    ['view.scale-up', messages.increaseInterfaceScale],
    ['view.scale-down', messages.decreaseInterfaceScale],
    ['view.scale-reset', messages.resetInterfaceScale],
    ['view.palette', messages.allCommands, 'Mod+K'],
  ]),
  ...commandRows('Prompt', everywhere, [['prompt.references', referencesEllipsis]]),
  ...commandRows('View', inStudio, [['view.picture', messages.goToImage]]),
  ...commandRows('Help', everywhere, [
    ['help.open', messages.help, 'F1'],
    ['help.tour', messages.takeTour],
    ['help.whats-new', messages.whatsNew],
    ['help.diagnostics', messages.diagnostics],
    ['help.licenses', messages.licenses],
    ['help.shortcuts', messages.keyboardShortcuts, '?'],
    ['help.reveal-home', messages.showAtelierFolder],
  ]),
]

export const galleryActions: readonly KeyAction[] = [
  ...commandRows(
    'Gallery',
    ['library-grid', 'trash-grid'],
    [
      ['gallery.view', galleryMessages.openViewer, 'Space', 'Enter'],
      ['gallery.none', galleryMessages.selectNone, 'Escape', 'Mod+D'],
      ['gallery.stack', galleryMessages.toggleStack, 'S'],
      ['gallery.stacks', galleryMessages.toggleStacks, 'Shift+S'],
      ['gallery.layout-grid', galleryMessages.gridView],
      ['gallery.layout-justified', galleryMessages.justifiedRowsView],
      ['gallery.layout-list', galleryMessages.listView],
    ],
  ),
  ...commandRows(
    'Gallery',
    ['library-grid'],
    [
      ['gallery.layout-map', galleryMessages.toggleMap, 'M'],
      ['gallery.map-fit', galleryMessages.fitMap, 'Mod+0'],
      ['gallery.map-zoom-in', galleryMessages.mapZoomIn, '+', '='],
      ['gallery.map-zoom-out', galleryMessages.mapZoomOut, '-'],
    ],
  ),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.open', galleryMessages.openInStudio, 'Mod+Enter'],
    ['gallery.compare', galleryMessages.compareSelectedImages, 'C'],
    ['gallery.export', galleryMessages.exportSelectedImages, 'E'],
    ['gallery.trash', galleryMessages.moveToTrash, 'Delete', 'Backspace'],
  ]),
  ...commandRows('Gallery', inTrash, [
    ['gallery.restore', galleryMessages.restoreFromTrash, 'Mod+Shift+Backspace'],
    ['gallery.purge', galleryMessages.deletePermanently, 'Delete', 'Backspace'],
  ]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.info', galleryMessages.toggleInformation, 'I'],
    ['gallery.all', galleryMessages.selectAll, 'Mod+A'],
    ['gallery.invert', galleryMessages.invertSelection, 'Mod+Shift+A'],
    ['gallery.reveal', galleryMessages.showInFolder, 'Mod+Shift+R'],
    ['gallery.show-library', galleryMessages.showAllImages],
    ['gallery.show-trash', galleryMessages.showTrash],
    ['gallery.move-left', galleryMessages.previousImage, 'ArrowLeft'],
    ['gallery.move-right', galleryMessages.nextImage, 'ArrowRight'],
    ['gallery.move-up', galleryMessages.rowAbove, 'ArrowUp'],
    ['gallery.move-down', galleryMessages.rowBelow, 'ArrowDown'],
    ['gallery.move-first', galleryMessages.firstImage, 'Home'],
    ['gallery.move-last', galleryMessages.lastImage, 'End'],
    ['gallery.move-page-up', galleryMessages.pageUp, 'PageUp'],
    ['gallery.move-page-down', galleryMessages.pageDown, 'PageDown'],
    ['gallery.extend-left', galleryMessages.extendLeft, 'Shift+ArrowLeft'],
    ['gallery.extend-right', galleryMessages.extendRight, 'Shift+ArrowRight'],
    ['gallery.extend-up', galleryMessages.extendUp, 'Shift+ArrowUp'],
    ['gallery.extend-down', galleryMessages.extendDown, 'Shift+ArrowDown'],
    ['gallery.extend-first', galleryMessages.extendToFirst, 'Shift+Home'],
    ['gallery.extend-last', galleryMessages.extendToLast, 'Shift+End'],
    ['gallery.extend-page-up', galleryMessages.extendPageUp, 'Shift+PageUp'],
    ['gallery.extend-page-down', galleryMessages.extendPageDown, 'Shift+PageDown'],
  ]),
]
