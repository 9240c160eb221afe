import type { KeySettings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
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
      ['gallery.leave-view', messages.backToGrid, 'Escape', 'Space', 'Enter'],
      ['gallery.zoom', messages.toggleZoom, 'Z'],
      ['gallery.zoom-in', messages.zoomIn, '+', '='],
      ['gallery.zoom-out', messages.zoomOut, '-'],
      ['gallery.full-screen', messages.fullScreen, 'F'],
      ['gallery.filmstrip', messages.toggleFilmstrip, 'H'],
      ['gallery.background', messages.nextBackground, 'Shift+B'],
    ],
  ),
  ...commandRows('Gallery', inGallery, [['gallery.copy', messages.copyImage, 'Mod+C']]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.family', messages.showLineage, 'L'],
    ['gallery.duplicates', messages.findDuplicates],
  ]),
  ...commandRows(
    'Gallery',
    ['family'],
    [
      ['family.left', messages.goToSource, 'ArrowLeft'],
      ['family.right', messages.goToDerived, 'ArrowRight'],
      ['family.up', messages.goToImageAbove, 'ArrowUp'],
      ['family.down', messages.goToImageBelow, 'ArrowDown'],
      ['family.view', messages.openViewer, 'Enter', 'Space'],
      ['family.branch', messages.branchFromHere, 'Mod+Enter'],
      ['family.repeat', messages.repeatStep, 'R'],
      ['family.made-from', messages.showDerivedImages, 'D'],
      ['family.zoom-in', messages.lineageZoomIn, '+', '='],
      ['family.zoom-out', messages.lineageZoomOut, '-'],
      ['family.whole', messages.lineageFitAll, 'Z'],
      ['family.close', messages.closeLineage, 'Escape', 'L'],
    ],
  ),
  ...commandRows('Gallery', ['duplicates'], [['duplicates.close', messages.closeDuplicates, 'Escape']]),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.edit-elsewhere', messages.editInAnotherApp, 'Mod+E'],
    ['gallery.edit-with', messages.chooseEditor],
    ['gallery.reference', messages.useAsReference],
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
      ['gallery.search', messages.searchImages, 'Mod+F'],
      ['gallery.save-search', messages.saveSearch, 'Mod+Shift+F'],
    ],
  ),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.rate-0', messages.clearRating, '0'],
    ['gallery.rate-1', messages.rateStars({ stars: 1 }), '1'],
    ['gallery.rate-2', messages.rateStars({ stars: 2 }), '2'],
    ['gallery.rate-3', messages.rateStars({ stars: 3 }), '3'],
    ['gallery.rate-4', messages.rateStars({ stars: 4 }), '4'],
    ['gallery.rate-5', messages.rateStars({ stars: 5 }), '5'],
    ['gallery.label-red', messages.labelRed, '6'],
    ['gallery.label-yellow', messages.labelYellow, '7'],
    ['gallery.label-green', messages.labelGreen, '8'],
    ['gallery.label-blue', messages.labelBlue, '9'],
    ['gallery.label-purple', messages.labelPurple],
    ['gallery.pick', messages.pick, 'P'],
    ['gallery.reject', messages.reject, 'X'],
    ['gallery.unflag', messages.removeFlag, 'U'],
    ['gallery.tag', messages.tagSelectedImages, 'T'],
    ['gallery.add-to-collection', messages.addToCollection, 'B'],
    ['gallery.take-out', messages.removeFromCollection, 'Shift+Delete'],
    ['gallery.similar', messages.findSimilarImages],
  ]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.undo', messages.undoImageChange, 'Mod+Z'],
    ['gallery.all-tags', messages.openAllTags],
    ['gallery.new-collection', messages.newCollection],
    ['gallery.new-folder', messages.newCollectionFolder],
    ['gallery.new-smart-collection', messages.newSmartCollection],
    ['gallery.rename-collection', messages.renameCollection],
    ['gallery.remove-collection', messages.deleteCollection],
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
