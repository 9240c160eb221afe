import type { KeyPress } from '../../../lib/key-binding.ts'
import type { HeldToolId, ToolId } from '../../../editor/tools/tool.ts'
import type { CanvasInput } from './canvas-input.ts'
import { heldActionOf, modifiersOf, type HeldAction } from './gestures.ts'
import type { InputSession } from './input-session.ts'
import type { PointerInput } from './pointer-input.ts'
import { pressToolKey } from './tool-keys.ts'

/** The part of a `KeyboardEvent` that matters here. */
export interface HeldPress extends KeyPress {
  readonly repeat: boolean
  readonly isComposing: boolean
  readonly timeStamp: number
}

/**
 * Who the keys belong to now. A text field or dialog has them all, a focused control those that press it; the stage reached
 * with the keyboard gives all to the tool.
 */
export type KeyFocus = 'free' | 'stage' | 'control' | 'typing'

interface HeldKey {
  readonly press: HeldPress
  readonly action: HeldAction
  /** A tool was pressed meanwhile: letting go is no tap. */
  isUsed: boolean
}

export interface HeldKeysOptions {
  readonly session: InputSession
  readonly pointer: Pick<PointerInput, 'isPressed' | 'controlKeyChanged' | 'keysChanged' | 'blur'>
  readonly input: CanvasInput
  readonly isMac: boolean
}

/** Let go sooner than this, the key chooses the tool for good. */
const tapMs = 250
const tapTools: Readonly<Partial<Record<HeldAction, ToolId>>> = { 'frame-held': 'frame' }
/** Where there is a color to choose. */
const pickTools: ReadonlySet<ToolId> = new Set(['colour-brush', 'colour-eraser', 'bucket'])
const modifierKeys: ReadonlySet<string> = new Set(['Shift', 'Alt', 'Control', 'Meta'])

/**
 * Keys that act as long as they are held (tools for a moment, the original), and those that go to the tool. In the middle
 * of a drag the tool under the hand stays what it is: what was pressed or let go counts when it ends.
 */
export class HeldKeys {
  readonly #options: HeldKeysOptions
  /** By position: on key up the character may be another one, as when AltGr was let go first. */
  readonly #down = new Map<string, HeldKey>()
  readonly #held = new Set<HeldToolId>()
  #isShowingOriginal = false

  constructor(options: HeldKeysOptions) {
    this.#options = options
  }

  /** Returns whether the key was used here. */
  down(press: HeldPress, focus: KeyFocus): boolean {
    this.#followModifiers(press)
    if (focus === 'typing' || press.isComposing) return false
    if (this.#down.has(press.code)) return true
    const { session, input, isMac } = this.#options
    const isPressingControl = focus === 'control' && press.key !== 'Escape'
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
    // While Cmd is down, macOS tells of no other key going up.
    if (press.key === 'Meta') this.#forget(({ press: held }) => !modifierKeys.has(held.key))
    this.#followModifiers(press)
    const tool = key === undefined ? undefined : tapTools[key.action]
    if (key !== undefined && tool !== undefined && !key.isUsed && press.timeStamp - key.press.timeStamp <= tapMs) {
      this.#options.session.tools.choose(tool)
    }
    this.#settle()
  }

  /** A tool is being pressed, or no longer. */
  pressed(isPressed: boolean): void {
    if (isPressed) for (const key of this.#down.values()) key.isUsed = true
    this.#settle()
  }

  /** No key up will come. */
  blur(): void {
    this.#down.clear()
    this.#options.pointer.blur()
    this.#held.clear()
    this.#options.session.tools.letGoAll()
    this.#showOriginal(false)
  }

  /** Ctrl, Alt and Shift as they are now, wherever the focus is. */
  #followModifiers(press: HeldPress): void {
    const { pointer, isMac } = this.#options
    const isAltGraph = press.getModifierState('AltGraph')
    pointer.controlKeyChanged(press.ctrlKey && !isAltGraph)
    if (!modifierKeys.has(press.key) && press.key !== 'AltGraph') return
    // Windows tells AltGr as Ctrl and AltGr: the Ctrl was none.
    if (isAltGraph) this.#forget(({ press: held }) => modifierKeys.has(held.key))
    pointer.keysChanged(modifiersOf(press, isMac))
    for (const [code, key] of this.#down) this.#readAnew(code, key, press)
    this.#settle()
  }

  /** Space and then Ctrl is Ctrl+Space. */
  #readAnew(code: string, key: HeldKey, now: HeldPress): void {
    if (modifierKeys.has(key.press.key)) return
    const { input, isMac } = this.#options
    const { shiftKey, altKey, ctrlKey, metaKey } = now
    const { key: character, repeat, isComposing, timeStamp } = key.press
    const getModifierState = (name: string) => now.getModifierState(name)
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

  /** Takes up and lets go of tools as keys are held now. */
  #settle(): void {
    const { session, pointer } = this.#options
    const actions = [...this.#down.values()].map(({ action }) => action)
    this.#showOriginal(actions.includes('original'))
    if (pointer.isPressed) return
    const wanted = new Set(actions.map((action) => this.#toolOf(action)).filter((tool) => tool !== null))
    for (const tool of this.#held) {
      if (wanted.has(tool)) continue
      this.#held.delete(tool)
      session.tools.letGo(tool)
    }
    for (const tool of wanted) {
      if (this.#held.has(tool)) continue
      this.#held.add(tool)
      session.tools.hold(tool)
    }
  }

  /** A button may hold it as well: only what a key has begun ends with the key. */
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
