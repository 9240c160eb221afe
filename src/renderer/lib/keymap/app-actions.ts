import * as messages from '../../../shared/messages/en/gallery-commands.ts'
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
import { upscaleChoices } from '../upscale-entries.ts'

/** Everywhere but where it leads: there its key is the place's own. */
const beside = (place: readonly Situation[]) => everywhere.filter((each) => !place.includes(each))

export const appActions: readonly KeyAction[] = [
  ...commandRows('File', everywhere, [
    ['file.new', 'New image'],
    ['file.open', 'Open…', 'Mod+O'],
    ['file.import', 'Import images…', 'Mod+Shift+I'],
    ['file.import-folder', 'Import folder…'],
    ['file.paste', 'Paste', 'Mod+V'],
  ]),
  ...commandRows('File', [...inStudio, ...inLibrary], [['file.export', 'Export…', 'Mod+Shift+E']]),
  ...commandRows(
    'Image',
    [...inStudio, ...inLibrary, 'compare'],
    upscaleChoices.map(({ command, label }) => [command, label]),
  ),
  ...commandRows('File', inStudio, [['file.close', 'Close document', 'Mod+W']]),
  ...commandRows('View', beside(inStudio), [['view.studio', 'Go to the Studio', 'Mod+1']]),
  ...commandRows('View', beside(inGallery), [['view.gallery', 'Go to the Gallery', 'Mod+2']]),
  ...commandRows('View', beside(inCompare), [['view.compare', 'Open Compare', 'Mod+3']]),
  ...commandRows('View', beside(['models']), [['view.models', 'Go to the Models', 'Mod+4']]),
  ...commandRows('View', beside(['settings']), [['view.settings', 'Go to the Settings', 'Mod+5', 'Mod+,']]),
  ...commandRows('View', everywhere, [
    ['view.toggle-panels', 'Show or hide the panels', 'Tab'],
    ['view.next-part', 'Next part of the window', 'F6'],
    ['view.previous-part', 'Previous part of the window', 'Mod+F6'],
    ['view.queue', 'Show or hide the queue', 'Mod+J'],
    ['queue.pause', 'Pause the queue, or go on with it'],
    ['view.theme-dark', 'Dark theme'],
    ['view.theme-light', 'Light theme'],
    ['view.theme-system', 'System theme'],
    ['view.scale-up', 'Larger interface'],
    ['view.scale-down', 'Smaller interface'],
    ['view.scale-reset', 'Interface at 100 %'],
    ['view.palette', 'All commands…', 'Mod+K'],
  ]),
  ...commandRows('View', inStudio, [['view.picture', 'Go to the image']]),
  ...commandRows('Help', everywhere, [
    ['help.shortcuts', 'Keyboard shortcuts', '?'],
    ['help.reveal-home', 'Show Atelier’s folder'],
  ]),
]

export const galleryActions: readonly KeyAction[] = [
  ...commandRows(
    'Gallery',
    ['library-grid', 'trash-grid'],
    [
      ['gallery.view', messages.openViewer, 'Space', 'Enter'],
      ['gallery.none', messages.selectNone, 'Escape', 'Mod+D'],
      ['gallery.stack', messages.toggleStack, 'S'],
      ['gallery.stacks', messages.toggleStacks, 'Shift+S'],
      ['gallery.layout-grid', messages.gridView],
      ['gallery.layout-justified', messages.justifiedRowsView],
      ['gallery.layout-list', messages.listView],
    ],
  ),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.open', messages.openInStudio, 'Mod+Enter'],
    ['gallery.compare', messages.compareSelectedImages, 'C'],
    ['gallery.export', messages.exportSelectedImages, 'E'],
    ['gallery.trash', messages.moveToTrash, 'Delete', 'Backspace'],
  ]),
  ...commandRows('Gallery', inTrash, [
    ['gallery.restore', messages.restoreFromTrash, 'Mod+Shift+Backspace'],
    ['gallery.purge', messages.deletePermanently, 'Delete', 'Backspace'],
  ]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.info', messages.toggleInformation, 'I'],
    ['gallery.all', messages.selectAll, 'Mod+A'],
    ['gallery.invert', messages.invertSelection, 'Mod+Shift+A'],
    ['gallery.reveal', messages.showInFolder, 'Mod+Shift+R'],
    ['gallery.show-library', messages.showAllImages],
    ['gallery.show-trash', messages.showTrash],
    ['gallery.move-left', messages.previousImage, 'ArrowLeft'],
    ['gallery.move-right', messages.nextImage, 'ArrowRight'],
    ['gallery.move-up', messages.rowAbove, 'ArrowUp'],
    ['gallery.move-down', messages.rowBelow, 'ArrowDown'],
    ['gallery.move-first', messages.firstImage, 'Home'],
    ['gallery.move-last', messages.lastImage, 'End'],
    ['gallery.move-page-up', messages.pageUp, 'PageUp'],
    ['gallery.move-page-down', messages.pageDown, 'PageDown'],
    ['gallery.extend-left', messages.extendLeft, 'Shift+ArrowLeft'],
    ['gallery.extend-right', messages.extendRight, 'Shift+ArrowRight'],
    ['gallery.extend-up', messages.extendUp, 'Shift+ArrowUp'],
    ['gallery.extend-down', messages.extendDown, 'Shift+ArrowDown'],
    ['gallery.extend-first', messages.extendToFirst, 'Shift+Home'],
    ['gallery.extend-last', messages.extendToLast, 'Shift+End'],
    ['gallery.extend-page-up', messages.extendPageUp, 'Shift+PageUp'],
    ['gallery.extend-page-down', messages.extendPageDown, 'Shift+PageDown'],
  ]),
]
