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
      ['gallery.view', 'Open viewer', 'Space', 'Enter'],
      ['gallery.none', 'Select none', 'Escape', 'Mod+D'],
      ['gallery.stack', 'Open or close the stack', 'S'],
      ['gallery.stacks', 'Stack siblings, or show all', 'Shift+S'],
      ['gallery.layout-grid', 'Show as a grid'],
      ['gallery.layout-justified', 'Show in rows of whole images'],
      ['gallery.layout-list', 'Show as a list'],
    ],
  ),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.open', 'Open in the Studio', 'Mod+Enter'],
    ['gallery.compare', 'Compare the chosen images', 'C'],
    ['gallery.export', 'Export the chosen images…', 'E'],
    ['gallery.trash', 'Move to the trash', 'Delete', 'Backspace'],
  ]),
  ...commandRows('Gallery', inTrash, [
    ['gallery.restore', 'Restore from trash', 'Mod+Shift+Backspace'],
    ['gallery.purge', 'Delete for good…', 'Delete', 'Backspace'],
  ]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.info', 'How it was made', 'I'],
    ['gallery.all', 'Select all', 'Mod+A'],
    ['gallery.invert', 'Select the others', 'Mod+Shift+A'],
    ['gallery.reveal', 'Show in folder', 'Mod+Shift+R'],
    ['gallery.show-library', 'Show everything'],
    ['gallery.show-trash', 'Show the trash'],
    ['gallery.move-left', 'Previous image', 'ArrowLeft'],
    ['gallery.move-right', 'Next image', 'ArrowRight'],
    ['gallery.move-up', 'Row above', 'ArrowUp'],
    ['gallery.move-down', 'Row below', 'ArrowDown'],
    ['gallery.move-first', 'First image', 'Home'],
    ['gallery.move-last', 'Last image', 'End'],
    ['gallery.move-page-up', 'A page up', 'PageUp'],
    ['gallery.move-page-down', 'A page down', 'PageDown'],
    ['gallery.extend-left', 'Previous image, adding to the selection', 'Shift+ArrowLeft'],
    ['gallery.extend-right', 'Next image, adding to the selection', 'Shift+ArrowRight'],
    ['gallery.extend-up', 'Row above, adding to the selection', 'Shift+ArrowUp'],
    ['gallery.extend-down', 'Row below, adding to the selection', 'Shift+ArrowDown'],
    ['gallery.extend-first', 'First image, adding to the selection', 'Shift+Home'],
    ['gallery.extend-last', 'Last image, adding to the selection', 'Shift+End'],
    ['gallery.extend-page-up', 'A page up, adding to the selection', 'Shift+PageUp'],
    ['gallery.extend-page-down', 'A page down, adding to the selection', 'Shift+PageDown'],
  ]),
]
