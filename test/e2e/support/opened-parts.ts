/** A dialog, popover or menu of the window, and the audit (`expectAccessible`) that is made while it is open. */
export interface OpenedPart {
  /** Where it is written, below `src/renderer`. */
  readonly file: string
  readonly role: 'dialog' | 'menu'
  /** The name of a dialog, or an entry of a menu. */
  readonly named: string | RegExp
  readonly audit: string
}

const dialog = (file: string, named: string | RegExp, audit: string): OpenedPart => ({
  file,
  role: 'dialog',
  named,
  audit,
})
const menu = (file: string, named: string | RegExp, audit: string): OpenedPart => ({ file, role: 'menu', named, audit })

/**
 * Everything that opens over the window. `test/tooling/accessibility.test.ts` finds each in the code and each audit in
 * the tests; `expectAccessible` fails where the part is not open.
 */
export const openedParts: readonly OpenedPart[] = [
  dialog('app/palette/command-palette.tsx', 'All commands', 'palette'),
  dialog('app/imports/import-failures-dialog.tsx', 'Not imported', 'what could not be read'),
  dialog('app/shortcuts-dialog.tsx', 'Keyboard shortcuts', 'keyboard shortcuts'),
  dialog('features/compare/compare.tsx', 'Images to compare', 'images for the light table'),
  dialog('features/compare/grid/grid-dialog.tsx', 'Grid', 'the dialog of a grid'),
  dialog('features/compare/grid/grid-export-dialog.tsx', 'Export grid', 'the export of a grid'),
  menu('features/compare/grid/grid-heads.tsx', 'Stop column', 'menu of a column'),
  dialog('features/compare/grid/grid-list.tsx', 'Rename grid', 'a new name for a grid'),
  menu('features/compare/grid/grid-list.tsx', 'Delete grid', 'menu of a grid'),
  menu('features/compare/grid/grid-page.tsx', 'Open in Studio', 'menu of a cell'),
  dialog('features/compare/grid/make-dialog.tsx', 'Make 1 image?', 'an image of a grid to make'),
  dialog('features/compare/vote/vote-setup.tsx', 'Blind vote', 'blind vote'),
  dialog('features/export/export-dialog.tsx', /^Export/, 'export'),
  dialog('features/export/signing-card.tsx', 'Create certificate', 'a certificate'),
  dialog('features/export/signing-card.tsx', 'Remove certificate?', 'removing the certificate'),
  dialog('features/gallery/annotations/all-tags-dialog.tsx', 'All tags', 'All tags…'),
  menu('features/gallery/collections/collection-row.tsx', /^Rename/, 'menu of a collection'),
  dialog('features/gallery/collections/gallery-sources.tsx', 'New collection', 'new collection'),
  menu('features/gallery/gallery-toolbar.tsx', 'Folder', 'import'),
  dialog('features/gallery/gallery.tsx', /^Delete 1 image permanently/, 'emptying the trash'),
  menu('features/gallery/grid/grid-menu.tsx', 'Open in Studio', 'menu of an image'),
  dialog('features/gallery/organize-dialogs.tsx', /^Tag/, 'Tag selected images…'),
  dialog('features/gallery/organize-dialogs.tsx', /to collection$/, 'Add to collection…'),
  dialog('features/gallery/search/save-search-dialog.tsx', 'Save search', 'New smart collection…'),
  menu('features/gallery/viewer/gallery-viewer.tsx', 'Open in Studio', 'menu of the viewed image'),
  menu('features/gallery/viewer/viewer-bar.tsx', 'Open in Studio', 'menu of the viewer'),
  dialog('features/help/help-dialog.tsx', 'Help', 'help'),
  dialog('features/models/local/convert-dialog.tsx', 'Convert model', 'a model to convert'),
  dialog('features/models/local/get-models-dialog.tsx', 'Get models', 'models to download'),
  dialog('features/models/local/get-models-dialog.tsx', /./, 'terms of a model'),
  menu('features/models/model-list.tsx', /default/i, 'menu of a model'),
  dialog('features/queue/queue-button.tsx', 'Queue', 'queue'),
  dialog('features/references/references-dialog.tsx', 'References', 'a reference'),
  dialog('features/settings/keyboard-page.tsx', 'Edit as text', 'keys as text'),
  dialog('features/settings/storage/usage-card.tsx', /: delete permanently\?$/, 'freeing up the trash'),
  dialog('features/studio/background-dialog.tsx', /^Replace background/, 'Replace background'),
  dialog('features/studio/canvas/canvas-menu.tsx', /./, 'brush at the pointer'),
  menu('features/studio/canvas/canvas-menu.tsx', /./, 'menu of the canvas'),
  dialog('features/studio/canvas/panels/color-range-dialog.tsx', 'Select by color', 'Select by color…'),
  dialog('features/studio/canvas/panels/import-mask-dialog.tsx', 'Import mask', 'a mask from a file'),
  dialog('features/studio/canvas/panels/refine-dialog.tsx', 'Refine mask', 'Refine mask…'),
  menu('features/studio/canvas/panels/surface-row.tsx', /./, 'menu of a mask'),
  dialog('features/studio/canvas/panels/tool-bar.tsx', / group$/, 'tools of a group'),
  dialog('features/studio/canvas/rectangle-dialog.tsx', 'Mask rectangle', 'Mask rectangle…'),
  menu('features/studio/conversation/conversation-panel.tsx', 'Delete conversation', 'menu of a conversation'),
  menu('features/studio/conversation/step-item.tsx', 'Edit words…', 'menu of a step'),
  dialog('features/studio/conversation/step-model.tsx', 'Choose model', 'models for a step'),
  dialog('features/studio/details/details-button.tsx', 'Details', 'details of a result'),
  menu('features/studio/document-tabs.tsx', /./, 'documents'),
  menu('features/studio/document-tabs.tsx', /./, 'zoom menu'),
  dialog('features/studio/edit-plan/edit-plan-dialog.tsx', 'Edit plan', 'an edit plan'),
  dialog('features/studio/edit-plan/plan-batch-dialog.tsx', 'Edit plan on images', 'a plan on several images'),
  dialog('features/studio/edit-plan/run-plan-dialog.tsx', /^Run edit plan on /, 'the choice of a plan'),
  dialog('features/studio/form/images/image-picker.tsx', /./, 'references'),
  dialog('features/studio/form/models/model-section.tsx', 'Models', 'model picker'),
  dialog('features/studio/prompt/compiler-dialog.tsx', 'Prompt builder', 'Prompt builder'),
  dialog('features/studio/prompt/history-dialog.tsx', 'Prompt history', 'Prompt history'),
  dialog('features/studio/prompt/rewrite-dialog.tsx', 'Rewrite with AI', 'Rewrite with AI'),
  dialog('features/studio/prompt/saved-texts.tsx', 'Snippets', 'Snippets'),
  dialog('features/studio/prompt/style-dialog.tsx', 'Styles', 'Styles'),
  dialog('features/studio/prompt/style-editor.tsx', 'New style', 'a style'),
  menu('features/studio/results/result-card.tsx', /./, 'menu of a result'),
  dialog('features/studio/spend/spend-dialog.tsx', 'Spending limit reached', 'a limit stops it'),
  dialog('features/upscale/upscale-dialog.tsx', /^Upscale/, 'upscale'),
  dialog('features/upscale/upscale-dialog.tsx', 'Upscale', 'nothing to upscale with'),
  dialog('ui/model-details-dialog.tsx', /./, 'details of a model'),
]
