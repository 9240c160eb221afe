import { commandRows, inGallery, inLibrary, type KeyAction } from './key-action.ts'

/** What is done with one picture that is shown alone, or with its family. */
export const viewerActions: readonly KeyAction[] = [
  ...commandRows(
    'Gallery',
    ['library-view', 'trash-view'],
    [
      ['gallery.leave-view', 'Back to the grid', 'Escape', 'Space', 'Enter'],
      ['gallery.zoom', 'Fit or 100 %', 'Z'],
      ['gallery.zoom-in', 'Closer', '+', '='],
      ['gallery.zoom-out', 'Farther away', '-'],
      ['gallery.full-screen', 'The image over the whole screen', 'F'],
      ['gallery.filmstrip', 'Show or hide the filmstrip', 'H'],
      ['gallery.background', 'Another background', 'Shift+B'],
    ],
  ),
  ...commandRows('Gallery', inGallery, [['gallery.copy', 'Copy the image', 'Mod+C']]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.family', 'Family tree', 'L'],
    ['gallery.duplicates', 'Find duplicates'],
  ]),
  ...commandRows(
    'Gallery',
    ['family'],
    [
      ['family.left', 'Go to source', 'ArrowLeft'],
      ['family.right', 'To what was made of it', 'ArrowRight'],
      ['family.up', 'To the one above', 'ArrowUp'],
      ['family.down', 'To the one below', 'ArrowDown'],
      ['family.view', 'Open viewer', 'Enter', 'Space'],
      ['family.branch', 'Branch from here in the Studio', 'Mod+Enter'],
      ['family.repeat', 'Do this step again, otherwise', 'R'],
      ['family.made-from', 'All that came from it', 'D'],
      ['family.zoom-in', 'Family tree: closer', '+', '='],
      ['family.zoom-out', 'Family tree: farther away', '-'],
      ['family.whole', 'The whole family', 'Z'],
      ['family.close', 'Close the family tree', 'Escape', 'L'],
    ],
  ),
  ...commandRows('Gallery', ['duplicates'], [['duplicates.close', 'Close the duplicates', 'Escape']]),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.edit-elsewhere', 'Edit in another program', 'Mod+E'],
    ['gallery.edit-with', 'Edit in another program…'],
    ['gallery.reference', 'Use as a reference'],
  ]),
]
