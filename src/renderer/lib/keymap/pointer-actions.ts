import { inStudio, type KeyAction } from './key-action.ts'

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
export const pointerActions: readonly KeyAction[] = [
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
