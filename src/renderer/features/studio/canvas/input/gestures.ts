import {
  matchesCharacter,
  matchesPosition,
  parseBinding,
  type KeyPress,
  type Modified,
} from '../../../../lib/keymap/key-binding.ts'
import type { HeldToolId } from '../../../../editor/tools/tool.ts'
import type { CanvasInput } from './canvas-input.ts'

/** The effect of a held key: a temporary tool, or showing the original. */
export type HeldAction = Exclude<HeldToolId, 'resize-brush'> | 'original'

const heldIds: Readonly<Record<HeldAction, string>> = {
  pan: 'held.pan',
  'zoom-drag': 'held.zoom',
  'rotate-view': 'held.rotate',
  pick: 'held.pick',
  'frame-held': 'held.frame',
  original: 'held.original',
}
const heldActions = Object.keys(heldIds) as readonly HeldAction[]

/** Returns the action of a pressed key: matched by character first, then by key position. */
export function heldActionOf(press: KeyPress, input: CanvasInput, isMac: boolean): HeldAction | null {
  const layout = input.layout()
  return (
    findHeld(input, (key) => isModifierAlone(press, key, isMac)) ??
    findHeld(input, (key) => matchesCharacter(press, parseBinding(key), isMac)) ??
    findHeld(input, (key) => matchesPosition(press, parseBinding(key), isMac, layout))
  )
}

function findHeld(input: CanvasInput, matches: (key: string) => boolean): HeldAction | null {
  const { keysOf } = input.keymap()
  return heldActions.find((action) => keysOf(heldIds[action]).some(matches)) ?? null
}

/** AltGr is not Alt: browsers call it `AltGraph`. */
function isModifierAlone(press: KeyPress, key: string, isMac: boolean): boolean {
  const name = { Mod: isMac ? 'Meta' : 'Control', Alt: 'Alt', Shift: 'Shift' }[key]
  return name !== undefined && press.key === name && !press.getModifierState('AltGraph')
}

export interface PointerDrag {
  readonly tool: HeldToolId
  /** For `resize-brush`: the hardness does not change. */
  readonly isSizeOnly: boolean
}

const dragIds: readonly (PointerDrag & { readonly id: string })[] = [
  { id: 'gesture.size-hardness', tool: 'resize-brush', isSizeOnly: false },
  { id: 'gesture.size', tool: 'resize-brush', isSizeOnly: true },
  { id: 'gesture.pan', tool: 'pan', isSizeOnly: false },
  { id: 'gesture.zoom', tool: 'zoom-drag', isSizeOnly: false },
]
const dragNames: readonly (string | undefined)[] = ['drag', 'middledrag', 'rightdrag']

/** The tool that a press with this button (as `PointerEvent.button`) and these keys uses instead of the current one. */
export function dragGestureOf(button: number, keys: Modified, input: CanvasInput, isMac: boolean): PointerDrag | null {
  const name = dragNames[button]
  if (name === undefined) return null
  const { keysOf } = input.keymap()
  return dragIds.find(({ id }) => keysOf(id).some((key) => matchesHand(key, name, keys, isMac))) ?? null
}

/** Whether Shift+click draws a line from the last point. */
export function hasLineGesture(input: CanvasInput): boolean {
  return input.keymap().keysOf('gesture.line').length > 0
}

export type WheelAction = 'zoom' | 'size' | 'across' | 'along'

/** The action of the wheel. Unbound combinations scroll the view: with Shift, horizontally. */
export function wheelActionOf(keys: Modified, input: CanvasInput, isMac: boolean): WheelAction {
  const { keysOf } = input.keymap()
  const has = (id: string) => keysOf(id).some((key) => matchesHand(key, 'wheel', keys, isMac))
  if (has('gesture.wheel-zoom')) return 'zoom'
  if (has('gesture.wheel-size')) return 'size'
  return keys.shiftKey ? 'across' : 'along'
}

function matchesHand(binding: string, name: string, keys: Modified, isMac: boolean): boolean {
  const { key, mod, alt, shift } = parseBinding(binding)
  const held = modifiersOf(keys, isMac)
  return key === name && mod === held.mod && alt === held.alt && shift === held.shift
}

export function modifiersOf(
  keys: Modified,
  isMac: boolean,
): { readonly shift: boolean; readonly alt: boolean; readonly mod: boolean } {
  const isAltGraph = keys.getModifierState('AltGraph')
  return {
    shift: keys.shiftKey,
    alt: keys.altKey && !isAltGraph,
    mod: (isMac ? keys.metaKey : keys.ctrlKey) && !isAltGraph,
  }
}
