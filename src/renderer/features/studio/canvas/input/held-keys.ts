import type { Point } from '../../../../../shared/util/geometry.ts'
import { toImage, type Viewport } from '../../../../editor/session/viewport.ts'
import type { HeldToolId, ToolId } from '../../../../editor/tools/tool.ts'
import type { KeyPress } from '../../../../lib/keymap/key-binding.ts'
import type { CanvasInput } from './canvas-input.ts'
import { heldActionOf, modifiersOf, type HeldAction } from './gestures.ts'
import type { InputSession } from './input-session.ts'
import type { PointerInput } from './pointer-input.ts'

const arrows: ReadonlyMap<string, Point> = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
])

/** Their arrows follow the screen, however the image is rotated. */
const viewTools: ReadonlySet<string> = new Set(['hand', 'zoom', 'pan', 'zoom-drag', 'rotate-view'])

/** The relevant part of a `KeyboardEvent`. */
export interface HeldPress extends KeyPress {
  readonly repeat: boolean
  readonly isComposing: boolean
  readonly timeStamp: number
}

/**
 * Which part of the UI receives keys. A text field or dialog gets all of them, a focused control those that activate
 * it; if the canvas was focused by keyboard, the tool gets all of them.
 */
export type KeyFocus = 'free' | 'stage' | 'control' | 'typing'

interface HeldKey {
  readonly press: HeldPress
  readonly action: HeldAction
  /** A tool was used in the meantime, so releasing the key is not a tap. */
  isUsed: boolean
}

export interface HeldKeysOptions {
  readonly session: InputSession
  readonly pointer: Pick<PointerInput, 'isPressed' | 'controlKeyChanged' | 'keysChanged' | 'blur'>
  readonly input: CanvasInput
  readonly isMac: boolean
}

/** Released sooner than this, the key selects the tool permanently. */
const tapMs = 250
const tapTools: Readonly<Partial<Record<HeldAction, ToolId>>> = { 'frame-held': 'frame' }
/** Tools that use a color. */
const pickTools: ReadonlySet<ToolId> = new Set(['colour-brush', 'colour-eraser', 'bucket'])
const modifierKeys: ReadonlySet<string> = new Set(['Shift', 'Alt', 'Control', 'Meta'])

/**
 * Handles keys that act while held (temporary tools, the original), and those that go to the tool. During a drag the
 * active tool does not change: keys pressed or released meanwhile take effect when it ends.
 */
export class HeldKeys {
  readonly #options: HeldKeysOptions
  /** By key position: on key up the character may differ, as when AltGr was released first. */
  readonly #down = new Map<string, HeldKey>()
  readonly #held = new Set<HeldToolId>()
  #isShowingOriginal = false

  constructor(options: HeldKeysOptions) {
    this.#options = options
  }

  /** Returns whether the key was handled. */
  down(press: HeldPress, focus: KeyFocus): boolean {
    this.#followModifiers(press)
    if (focus === 'typing' || press.isComposing) return false
    if (this.#down.has(press.code)) return true
    const { session, input, isMac } = this.#options
    const isPressingControl = focus === 'control' && press.key !== 'Escape' && press.key !== 'Delete'
    if (!isPressingControl && pressToolKey(press, session, focus === 'stage', isMac)) return true
    const action = heldActionOf(press, input, isMac)
    if (action === null || (focus === 'control' && press.key === ' ')) return false
    this.#down.set(press.code, { press, action, isUsed: this.#options.pointer.isPressed })
    this.#settle()
    return true
  }

  up(press: HeldPress): void {
    const key = this.#down.get(press.code)
    this.#down.delete(press.code)
    // While Cmd is down, macOS reports no key-up events of other keys.
    if (press.key === 'Meta') this.#forget(({ press: held }) => !modifierKeys.has(held.key))
    this.#followModifiers(press)
    const tool = key === undefined ? undefined : tapTools[key.action]
    if (key !== undefined && tool !== undefined && !key.isUsed && press.timeStamp - key.press.timeStamp <= tapMs) {
      this.#options.session.tools.choose(tool)
    }
    this.#settle()
  }

  /** Called when a press of a tool begins or ends. */
  pressed(isPressed: boolean): void {
    if (isPressed) for (const key of this.#down.values()) key.isUsed = true
    this.#settle()
  }

  /** No key-up events will arrive. */
  blur(): void {
    this.#down.clear()
    this.#options.pointer.blur()
    this.#held.clear()
    this.#options.session.tools.releaseAll()
    this.#showOriginal(false)
  }

  /** Syncs the current state of Ctrl, Alt and Shift, wherever the focus is. */
  #followModifiers(press: HeldPress): void {
    const { pointer, isMac } = this.#options
    const isAltGraph = press.getModifierState('AltGraph')
    pointer.controlKeyChanged(press.ctrlKey && !isAltGraph)
    if (!modifierKeys.has(press.key) && press.key !== 'AltGraph') return
    // Windows reports AltGr as Ctrl plus AltGr: the Ctrl must be ignored.
    if (isAltGraph) this.#forget(({ press: held }) => modifierKeys.has(held.key))
    pointer.keysChanged(modifiersOf(press, isMac))
    for (const [code, key] of this.#down) this.#reread(code, key, press)
    this.#settle()
  }

  /** Space followed by Ctrl is Ctrl+Space. */
  #reread(code: string, key: HeldKey, current: HeldPress): void {
    if (modifierKeys.has(key.press.key)) return
    const { input, isMac } = this.#options
    const { shiftKey, altKey, ctrlKey, metaKey } = current
    const { key: character, repeat, isComposing, timeStamp } = key.press
    const getModifierState = (name: string) => current.getModifierState(name)
    const press = {
      key: character,
      code,
      repeat,
      isComposing,
      timeStamp,
      shiftKey,
      altKey,
      ctrlKey,
      metaKey,
      getModifierState,
    }
    const action = heldActionOf(press, input, isMac) ?? key.action
    if (action !== key.action) this.#down.set(code, { ...key, action, isUsed: true })
  }

  #forget(isGone: (key: HeldKey) => boolean): void {
    for (const [code, key] of this.#down) if (isGone(key)) this.#down.delete(code)
    this.#settle()
  }

  /** Activates and releases tools to match the held keys. */
  #settle(): void {
    const { session, pointer } = this.#options
    const actions = [...this.#down.values()].map(({ action }) => action)
    this.#showOriginal(actions.includes('original'))
    if (pointer.isPressed) return
    const heldTools = new Set(actions.map((action) => this.#toolOf(action)).filter((tool) => tool !== null))
    for (const tool of this.#held) {
      if (heldTools.has(tool)) continue
      this.#held.delete(tool)
      session.tools.release(tool)
    }
    for (const tool of heldTools) {
      if (this.#held.has(tool)) continue
      this.#held.add(tool)
      session.tools.hold(tool)
    }
  }

  /** A button may show it as well: releasing the key ends only what the key began. */
  #showOriginal(isShown: boolean): void {
    if (isShown === this.#isShowingOriginal) return
    this.#isShowingOriginal = isShown
    this.#options.session.view.holdOriginal(isShown)
  }

  #toolOf(action: HeldAction): HeldToolId | null {
    const { tool, targetKind } = this.#options.session.store.getState()
    if (action === 'original') return null
    if (action === 'pick') return targetKind === 'paint' && pickTools.has(tool) ? 'pick' : null
    return action === 'frame-held' && tool === 'frame' ? null : action
  }
}

/**
 * Sends Enter, Backspace, Escape and the arrows to the tool if it can use them: something is in progress, or the image
 * itself has keyboard focus. Otherwise they go to the results. Returns whether the key was handled.
 */
function pressToolKey(
  press: KeyPress & { readonly repeat: boolean },
  session: InputSession,
  isOnStage: boolean,
  isMac: boolean,
): boolean {
  const keys = modifiersOf(press, isMac)
  if (press.ctrlKey || press.metaKey) return false
  const { preview, tool, targetKind, viewport, activeTool, busyWith, markupTool } = session.store.getState()
  const isMarkSelected = tool === 'markup' && markupTool.selectedId !== null
  const isUnderWay = session.tools.isBusy || preview !== null
  const arrow = arrows.get(press.key)
  if (arrow !== undefined) {
    const isPlacing = tool === 'move' && targetKind === 'picture'
    // Both together extend the frame.
    if (!(isUnderWay || isOnStage || isPlacing) || (keys.alt && keys.shift)) return false
    const { x, y } = viewTools.has(activeTool) ? arrow : inImage(arrow, viewport)
    session.tools.dispatch({ on: 'nudge', byX: x, byY: y, keys })
    return true
  }
  if (keys.shift || keys.alt) return false
  switch (press.key) {
    case 'Escape':
      if (!session.tools.isBusy && busyWith !== null) session.undo()
      else if (isUnderWay) session.tools.cancel()
      else return false
      return true
    case 'Enter':
      if (!(isUnderWay || isOnStage)) return false
      if (!press.repeat) session.tools.dispatch({ on: 'confirm' })
      return true
    case 'Delete':
    case 'Backspace':
      if (!(isUnderWay || isOnStage || isMarkSelected) || (press.key === 'Delete' && !isMarkSelected)) return false
      session.tools.dispatch({ on: 'back' })
      return true
    default:
      return false
  }
}

/** The image axis direction closest to a direction on screen, even if the view is rotated or mirrored. */
function inImage(arrow: Point, viewport: Viewport): Point {
  const reach = 1_000
  const from = toImage(viewport, { x: 0, y: 0 })
  const to = toImage(viewport, { x: arrow.x * reach, y: arrow.y * reach })
  const across = to.x - from.x
  const upright = to.y - from.y
  return Math.abs(across) >= Math.abs(upright) ? { x: Math.sign(across), y: 0 } : { x: 0, y: Math.sign(upright) }
}
