import type { KeySettings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/commands.ts'
import * as galleryMessages from '../../../shared/messages/en/gallery-commands.ts'
import { appActions, galleryActions } from './app-actions.ts'
import { canvasActions } from './canvas-actions.ts'
import { compareActions } from './compare-actions.ts'
import { commandRows, inGallery, inLibrary, inStudio, type KeyAction } from './key-action.ts'
import { presetTables } from './presets.ts'

/** Generating in the Studio, and the results. */
const studioActions: readonly KeyAction[] = [
  ...commandRows('Make', inStudio, [
    ['make.generate', messages.generate, 'Mod+Enter'],
    ['make.grid', messages.makeGrid, 'Mod+Shift+G'],
    ['make.edit-plan', messages.editPlan],
    ['make.live', messages.liveCanvas, 'Mod+Shift+K'],
    ['make.choose-model', messages.chooseModel, 'Mod+Shift+M'],
    ['make.draft-model', messages.draftModel, 'Mod+Shift+1'],
    ['make.final-model', messages.finalModel, 'Mod+Shift+2'],
    ['make.task-fill', messages.taskFill],
    ['make.task-add', messages.taskAdd],
    ['make.task-remove', messages.taskRemove],
    ['make.task-background', messages.taskBackground],
    ['make.task-expand', messages.taskExpand],
    ['make.task-whole', messages.taskWholeImage],
    ['make.task-generate', messages.taskNewImage],
    ['make.task-variations', messages.taskVariations],
  ]),
  ...commandRows(
    'Prompt',
    ['prompt'],
    [
      ['prompt.heavier', messages.increaseWeight, 'Mod+ArrowUp'],
      ['prompt.lighter', messages.decreaseWeight, 'Mod+ArrowDown'],
      ['prompt.older', messages.previousPrompt, 'Alt+ArrowUp'],
      ['prompt.newer', messages.nextPrompt, 'Alt+ArrowDown'],
      ['prompt.history', messages.promptHistory, 'Mod+R'],
    ],
  ),
  ...commandRows(
    'Prompt',
    [...inStudio, 'prompt'],
    [
      ['prompt.styles', messages.styles, 'Mod+Shift+Y'],
      ['prompt.compile', messages.promptBuilder, 'Mod+Shift+P'],
      ['prompt.rewrite', messages.rewriteWithAi, 'Mod+Shift+L'],
      ['prompt.snippets', messages.snippets, 'Mod+Shift+J'],
      ['prompt.wildcards', messages.wildcards, 'Mod+Shift+U'],
    ],
  ),
  ...commandRows('Mask', inStudio, [
    ['mask.fill', messages.fillLocally, 'Shift+F5'],
    ['mask.fill-again', messages.fillAgain, 'Mod+Shift+F5'],
  ]),
  ...commandRows('Mask', ['filling'], [['mask.cancel-fill', messages.cancelLocalFill, 'Escape']]),
  ...commandRows(
    'Results',
    ['result'],
    [
      ['results.previous', messages.previousResult, 'ArrowLeft'],
      ['results.next', messages.nextResult, 'ArrowRight'],
      ['results.keep', messages.keepResult, 'Enter'],
      ['results.reject', messages.rejectResult, 'Backspace', 'Delete'],
      ['results.none', messages.showDocument, 'Escape'],
    ],
  ),
  ...commandRows('Results', inStudio, [
    ['results.compare', messages.beforeAndAfter, 'Y'],
    ['results.details', messages.showDetails],
    ['results.heat', messages.showDifferences],
    ['results.take-part', messages.mergeMaskedArea],
  ]),
]

/** Actions on a single image shown alone, or with its family. */
const viewerActions: readonly KeyAction[] = [
  ...commandRows(
    'Gallery',
    ['library-view', 'trash-view'],
    [
      ['gallery.leave-view', galleryMessages.backToGrid, 'Escape', 'Space', 'Enter'],
      ['gallery.zoom', galleryMessages.toggleZoom, 'Z'],
      ['gallery.zoom-in', galleryMessages.zoomIn, '+', '='],
      ['gallery.zoom-out', galleryMessages.zoomOut, '-'],
      ['gallery.full-screen', galleryMessages.fullScreen, 'F'],
      ['gallery.filmstrip', galleryMessages.toggleFilmstrip, 'H'],
      ['gallery.background', galleryMessages.nextBackground, 'Shift+B'],
    ],
  ),
  ...commandRows('Gallery', inGallery, [['gallery.copy', galleryMessages.copyImage, 'Mod+C']]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.family', galleryMessages.showLineage, 'L'],
    ['gallery.duplicates', galleryMessages.findDuplicates],
  ]),
  ...commandRows(
    'Gallery',
    ['family'],
    [
      ['family.left', galleryMessages.goToSource, 'ArrowLeft'],
      ['family.right', galleryMessages.goToDerived, 'ArrowRight'],
      ['family.up', galleryMessages.goToImageAbove, 'ArrowUp'],
      ['family.down', galleryMessages.goToImageBelow, 'ArrowDown'],
      ['family.view', galleryMessages.openViewer, 'Enter', 'Space'],
      ['family.branch', galleryMessages.branchFromHere, 'Mod+Enter'],
      ['family.repeat', galleryMessages.repeatStep, 'R'],
      ['family.made-from', galleryMessages.showDerivedImages, 'D'],
      ['family.zoom-in', galleryMessages.lineageZoomIn, '+', '='],
      ['family.zoom-out', galleryMessages.lineageZoomOut, '-'],
      ['family.whole', galleryMessages.lineageFitAll, 'Z'],
      ['family.close', galleryMessages.closeLineage, 'Escape', 'L'],
    ],
  ),
  ...commandRows('Gallery', ['duplicates'], [['duplicates.close', galleryMessages.closeDuplicates, 'Escape']]),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.edit-elsewhere', galleryMessages.editInAnotherApp, 'Mod+E'],
    ['gallery.edit-with', galleryMessages.chooseEditor],
    ['gallery.reference', galleryMessages.useAsReference],
  ]),
]

const held = (id: string, label: string, key: string, tap?: string): KeyAction => ({
  id: `held.${id}`,
  label,
  group: 'held',
  kind: 'held',
  keys: [key],
  when: inStudio,
  ...(tap !== undefined && { tap }),
})

const gesture = (id: string, label: string, keys: readonly string[], choices: readonly string[]): KeyAction => ({
  id: `gesture.${id}`,
  label,
  group: 'pointer',
  kind: 'gesture',
  keys,
  when: inStudio,
  choices,
})

/** Pointer actions on the canvas: keys that act while they are held, and drags, clicks and the wheel. */
const pointerActions: readonly KeyAction[] = [
  held('pan', messages.pan, 'Space'),
  held('zoom', messages.zoomByDragging, 'Mod+Space'),
  held('rotate', messages.rotateViewByDragging, 'R'),
  held('original', messages.showOriginal, '\\'),
  held('pick', messages.pickColor, 'Alt'),
  held('frame', messages.drawFrame, 'C', 'tool.frame'),
  gesture('size-hardness', messages.brushSizeAndHardness, ['Alt+RightDrag'], ['Alt+RightDrag', 'Shift+RightDrag']),
  gesture('size', messages.brushSize, [], ['Shift+Drag', 'Shift+RightDrag']),
  gesture('line', messages.straightLine, ['Shift+Click'], ['Shift+Click']),
  gesture('pan', messages.pan, ['MiddleDrag'], ['MiddleDrag', 'RightDrag']),
  gesture('zoom', messages.zoomByDragging, [], ['Mod+MiddleDrag']),
  gesture('wheel-zoom', messages.zoomAtPointer, ['Wheel'], ['Wheel', 'Alt+Wheel']),
  gesture('wheel-size', messages.brushSize, ['Mod+Wheel'], ['Mod+Wheel', 'Alt+Wheel']),
]

/** Searching, annotating and collecting in the Gallery. */
const organizeActions: readonly KeyAction[] = [
  ...commandRows(
    'Gallery',
    ['library-grid', 'trash-grid'],
    [
      ['gallery.search', galleryMessages.searchImages, 'Mod+F'],
      ['gallery.save-search', galleryMessages.saveSearch, 'Mod+Shift+F'],
    ],
  ),
  ...commandRows('Gallery', inLibrary, [
    ['gallery.rate-0', galleryMessages.clearRating, '0'],
    ['gallery.rate-1', () => galleryMessages.rateStars({ stars: 1 }), '1'],
    ['gallery.rate-2', () => galleryMessages.rateStars({ stars: 2 }), '2'],
    ['gallery.rate-3', () => galleryMessages.rateStars({ stars: 3 }), '3'],
    ['gallery.rate-4', () => galleryMessages.rateStars({ stars: 4 }), '4'],
    ['gallery.rate-5', () => galleryMessages.rateStars({ stars: 5 }), '5'],
    ['gallery.label-red', galleryMessages.labelRed, '6'],
    ['gallery.label-yellow', galleryMessages.labelYellow, '7'],
    ['gallery.label-green', galleryMessages.labelGreen, '8'],
    ['gallery.label-blue', galleryMessages.labelBlue, '9'],
    ['gallery.label-purple', galleryMessages.labelPurple],
    ['gallery.pick', galleryMessages.pick, 'P'],
    ['gallery.reject', galleryMessages.reject, 'X'],
    ['gallery.unflag', galleryMessages.removeFlag, 'U'],
    ['gallery.tag', galleryMessages.tagSelectedImages, 'T'],
    ['gallery.add-to-collection', galleryMessages.addToCollection, 'B'],
    ['gallery.run-plan', galleryMessages.runEditPlan],
    ['gallery.take-out', galleryMessages.removeFromCollection, 'Shift+Delete'],
    ['gallery.similar', galleryMessages.findSimilarImages],
  ]),
  ...commandRows('Gallery', inGallery, [
    ['gallery.undo', galleryMessages.undoImageChange, 'Mod+Z'],
    ['gallery.all-tags', galleryMessages.openAllTags],
    ['gallery.new-collection', galleryMessages.newCollection],
    ['gallery.new-folder', galleryMessages.newCollectionFolder],
    ['gallery.new-smart-collection', galleryMessages.newSmartCollection],
    ['gallery.rename-collection', galleryMessages.renameCollection],
    ['gallery.remove-collection', galleryMessages.deleteCollection],
  ]),
]

/**
 * Everything that can have a key. Where two share one, the earlier wins: held keys first, then the commands in the
 * window's order.
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

/** The current key bindings. */
export interface Keymap {
  readonly settings: KeySettings
  /** The first is the one shown; empty for an unknown command. */
  keysOf(id: string): readonly string[]
  /** Keys in the preset. */
  presetKeysOf(id: string): readonly string[]
  /** Whether the user has changed it. */
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

/** Returns the settings with other keys for one action; the preset's keys count as unchanged. */
export function withKeys(keymap: Keymap, id: string, keys: readonly string[]): KeySettings {
  const { [id]: _before, ...others } = keymap.settings.overrides
  const usual = keymap.presetKeysOf(id)
  const isUsual = usual.length === keys.length && usual.every((key, at) => key === keys[at])
  return { ...keymap.settings, overrides: isUsual ? others : { ...others, [id]: [...keys] } }
}
