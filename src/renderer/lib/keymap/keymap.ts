import type { KeySettings } from '../../../shared/domain/settings.ts'
import { appActions, galleryActions } from './app-actions.ts'
import { canvasActions } from './canvas-actions.ts'
import { compareActions } from './compare-actions.ts'
import { commandRows, inGallery, inLibrary, inStudio, type KeyAction } from './key-action.ts'
import { presetTables } from './presets.ts'

/** What is made in the Studio, and the results. */
const studioActions: readonly KeyAction[] = [
  ...commandRows('Make', inStudio, [
    ['make.generate', 'Generate', 'Mod+Enter'],
    ['make.choose-model', 'Choose a model…', 'Mod+Shift+M'],
    ['make.task-fill', 'Task: fill'],
    ['make.task-add', 'Task: add'],
    ['make.task-remove', 'Task: remove'],
    ['make.task-background', 'Task: background'],
    ['make.task-expand', 'Task: expand'],
    ['make.task-whole', 'Task: whole image'],
    ['make.task-generate', 'Task: new image'],
    ['make.task-variations', 'Task: variations'],
  ]),
  ...commandRows(
    'Prompt',
    ['prompt'],
    [
      ['prompt.heavier', 'More weight for the word', 'Mod+ArrowUp'],
      ['prompt.lighter', 'Less weight for the word', 'Mod+ArrowDown'],
      ['prompt.older', 'Previous prompt', 'Alt+ArrowUp'],
      ['prompt.newer', 'Next prompt', 'Alt+ArrowDown'],
      ['prompt.history', 'Prompt history…', 'Mod+R'],
    ],
  ),
  ...commandRows(
    'Prompt',
    [...inStudio, 'prompt'],
    [
      ['prompt.styles', 'Styles…', 'Mod+Shift+Y'],
      ['prompt.compile', 'Prompt builder…', 'Mod+Shift+P'],
      ['prompt.rewrite', 'Rewrite with AI…', 'Mod+Shift+L'],
      ['prompt.snippets', 'Snippets…', 'Mod+Shift+J'],
      ['prompt.wildcards', 'Wildcards…', 'Mod+Shift+U'],
    ],
  ),
  ...commandRows('Mask', inStudio, [
    ['mask.fill', 'Fill locally', 'Shift+F5'],
    ['mask.fill-again', 'Another try, with a new seed', 'Mod+Shift+F5'],
  ]),
  ...commandRows('Mask', ['filling'], [['mask.cancel-fill', 'Cancel what this computer is doing', 'Escape']]),
  ...commandRows(
    'Results',
    ['result'],
    [
      ['results.previous', 'Previous result', 'ArrowLeft'],
      ['results.next', 'Next result', 'ArrowRight'],
      ['results.keep', 'Keep the result', 'Enter'],
      ['results.reject', 'Reject the result', 'Backspace', 'Delete'],
      ['results.none', 'Show the image itself', 'Escape'],
    ],
  ),
  ...commandRows('Results', inStudio, [
    ['results.compare', 'Before and after, side by side', 'Y'],
    ['results.details', 'Show details'],
    ['results.heat', 'Show where the result differs'],
    ['results.take-part', 'Merge masked area'],
  ]),
]

/** What is done with one picture that is shown alone, or with its family. */
const viewerActions: readonly KeyAction[] = [
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

const held = (id: string, label: string, key: string, tap?: string): KeyAction => ({
  id: `held.${id}`,
  label,
  group: 'While held',
  kind: 'held',
  keys: [key],
  when: inStudio,
  ...(tap !== undefined && { tap }),
})

const gesture = (id: string, label: string, keys: readonly string[], choices: readonly string[]): KeyAction => ({
  id: `gesture.${id}`,
  label,
  group: 'Mouse and pen',
  kind: 'gesture',
  keys,
  when: inStudio,
  choices,
})

/** What the hand does on the canvas: keys that act as long as they are held, and drags, clicks and the wheel. */
const pointerActions: readonly KeyAction[] = [
  held('pan', 'Move the view', 'Space'),
  held('zoom', 'Zoom by dragging', 'Mod+Space'),
  held('rotate', 'Turn the view by dragging', 'R'),
  held('original', 'Show the original', '\\'),
  held('pick', 'Pick a color', 'Alt'),
  held('frame', 'Draw the frame', 'C', 'tool.frame'),
  gesture(
    'size-hardness',
    'Brush size sideways, hardness up and down',
    ['Alt+RightDrag'],
    ['Alt+RightDrag', 'Shift+RightDrag'],
  ),
  gesture('size', 'Brush size', [], ['Shift+Drag', 'Shift+RightDrag']),
  gesture('line', 'Straight line from the last point', ['Shift+Click'], ['Shift+Click']),
  gesture('pan', 'Move the view', ['MiddleDrag'], ['MiddleDrag', 'RightDrag']),
  gesture('zoom', 'Zoom by dragging', [], ['Mod+MiddleDrag']),
  gesture('wheel-zoom', 'Zoom at the pointer', ['Wheel'], ['Wheel', 'Alt+Wheel']),
  gesture('wheel-size', 'Brush size', ['Mod+Wheel'], ['Mod+Wheel', 'Alt+Wheel']),
]

/** Finding, marking and collecting, in the Gallery. */
const organizeActions: readonly KeyAction[] = [
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

/**
 * Everything that can have a key. Where two have the same, the earlier one wins: what is held is asked first, then the
 * commands in the order in which the window has them.
 */
export const keyActions: readonly KeyAction[] = [
  ...pointerActions,
  ...appActions,
  ...studioActions,
  ...canvasActions,
  ...galleryActions,
  ...organizeActions,
  ...compareActions,
  ...viewerActions,
]

const actionOf = new Map(keyActions.map((action) => [action.id, action]))

export function findKeyAction(id: string): KeyAction | undefined {
  return actionOf.get(id)
}

/** The keys in force. */
export interface Keymap {
  readonly settings: KeySettings
  /** The first is the one shown; none for a command nobody knows. */
  keysOf(id: string): readonly string[]
  /** As the preset has it. */
  presetKeysOf(id: string): readonly string[]
  /** Whether the person has changed it. */
  isChanged(id: string): boolean
}

export function createKeymap(settings: KeySettings): Keymap {
  const table = presetTables[settings.preset]
  const presetKeysOf = (id: string) => table[id] ?? actionOf.get(id)?.keys ?? []
  return {
    settings,
    presetKeysOf,
    keysOf: (id) => settings.overrides[id] ?? presetKeysOf(id),
    isChanged: (id) => settings.overrides[id] !== undefined,
  }
}

/** The settings with other keys for one action; as the preset has it is no change. */
export function withKeys(keymap: Keymap, id: string, keys: readonly string[]): KeySettings {
  const { [id]: _before, ...others } = keymap.settings.overrides
  const usual = keymap.presetKeysOf(id)
  const isUsual = usual.length === keys.length && usual.every((key, at) => key === keys[at])
  return { ...keymap.settings, overrides: isUsual ? others : { ...others, [id]: [...keys] } }
}
