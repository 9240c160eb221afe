import { matchesCharacter, matchesPosition, parseBinding, type KeyPress } from '../../../lib/key-binding.ts'
import type { HeldToolId } from '../../../editor/tools/tool.ts'
import type { CanvasInput } from './canvas-input.ts'

/** What a key does as long as it is held: a tool for the time being, or the original shown. */
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

/** What a key that goes down is held for: by what it types first, then by its place. */
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

/** AltGr is no Alt: browsers call it `AltGraph`. */
function isModifierAlone(press: KeyPress, key: string, isMac: boolean): boolean {
  const name = { Mod: isMac ? 'Meta' : 'Control', Alt: 'Alt', Shift: 'Shift' }[key]
  return name !== undefined && press.key === name && !press.getModifierState('AltGraph')
}

/** The keys of a pointer or wheel event. AltGr writes a character: neither Ctrl nor Alt is meant. */
export interface Modified {
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  getModifierState(name: string): boolean
}

export interface PointerDrag {
  readonly tool: HeldToolId
  /** Of `resize-brush`: the hardness stays. */
  readonly isSizeOnly: boolean
}

const dragIds: readonly (PointerDrag & { readonly id: string })[] = [
  { id: 'gesture.size-hardness', tool: 'resize-brush', isSizeOnly: false },
  { id: 'gesture.size', tool: 'resize-brush', isSizeOnly: true },
  { id: 'gesture.pan', tool: 'pan', isSizeOnly: false },
  { id: 'gesture.zoom', tool: 'zoom-drag', isSizeOnly: false },
]
const dragNames: readonly (string | undefined)[] = ['drag', 'middledrag', 'rightdrag']

/** The tool that a press with this button (as `PointerEvent.button`) and these keys is for, instead of the one in the hand. */
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

/** What the wheel does. What nobody has bound moves the view: with Shift sideways. */
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
