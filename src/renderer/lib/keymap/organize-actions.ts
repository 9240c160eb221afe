import { commandRows, inGallery, inLibrary, type KeyAction } from './key-action.ts'

/** Finding, marking and collecting, in the Gallery. */
export const organizeActions: readonly KeyAction[] = [
  ...commandRows(
    'Gallery',
    ['library-grid', 'trash-grid'],
    [
      ['gallery.search', 'Search images', 'Mod+F'],
      ['gallery.save-search', 'Save this search…', 'Mod+Shift+F'],
    ],
  ),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.rate-0', 'Rate: no stars', '0'],
    ['gallery.rate-1', 'Rate 1 star', '1'],
    ['gallery.rate-2', 'Rate 2 stars', '2'],
    ['gallery.rate-3', 'Rate 3 stars', '3'],
    ['gallery.rate-4', 'Rate 4 stars', '4'],
    ['gallery.rate-5', 'Rate 5 stars', '5'],
    ['gallery.label-red', 'Label: red', '6'],
    ['gallery.label-yellow', 'Label: yellow', '7'],
    ['gallery.label-green', 'Label: green', '8'],
    ['gallery.label-blue', 'Label: blue', '9'],
    ['gallery.label-purple', 'Label: purple'],
    ['gallery.pick', 'Pick', 'P'],
    ['gallery.reject', 'Reject', 'X'],
    ['gallery.unflag', 'Take the flag off', 'U'],
    ['gallery.tag', 'Tag the chosen images…', 'T'],
    ['gallery.add-to-collection', 'Add to a collection…', 'B'],
    ['gallery.take-out', 'Take out of the collection', 'Shift+Delete'],
    ['gallery.similar', 'Find similar images'],
  ]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.undo', 'Take back what was done to images', 'Mod+Z'],
    ['gallery.all-tags', 'All tags…'],
    ['gallery.new-collection', 'New collection'],
    ['gallery.new-folder', 'New folder for collections'],
    ['gallery.new-smart-collection', 'New smart collection…'],
    ['gallery.rename-collection', 'Rename the collection'],
    ['gallery.remove-collection', 'Remove the collection'],
  ]),
]
