import { commandRows, inStudio, type KeyAction } from './key-action.ts'

/** What is made in the Studio, and the results. */
export const studioActions: readonly KeyAction[] = [
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
