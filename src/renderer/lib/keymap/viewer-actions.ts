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
      ['gallery.full-screen', 'The picture over the whole screen', 'F'],
      ['gallery.filmstrip', 'Show or hide the filmstrip', 'H'],
      ['gallery.background', 'Another background', 'Shift+B'],
    ],
  ),
  ...commandRows('Gallery', inGallery, [['gallery.copy', 'Copy the picture', 'Mod+C']]),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.edit-elsewhere', 'Edit in another program', 'Mod+E'],
    ['gallery.edit-with', 'Edit in another program…'],
    ['gallery.reference', 'Use as a reference'],
  ]),
]
