import { matchesCharacter, matchesPosition, parseBinding, type KeyPress } from '../../../lib/key-binding.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import type { PointerInput } from './pointer-input.ts'

const original = parseBinding('\\')
const space = parseBinding('Space')

/** Who the keys belong to now: a text field or dialog has them all, a focused control only Space. */
export type KeyFocus = 'free' | 'control' | 'typing'

/** Keys that act as long as they are held: Space pans, `\` shows the original. All others are commands. */
export class HeldKeys {
  readonly #session: CanvasSession
  readonly #pointer: PointerInput
  readonly #isMac: boolean
  /** By position: on key up the character may be another one, as when AltGr was let go first. */
  #originalCode: string | null = null
  #spaceCode: string | null = null

  constructor(session: CanvasSession, pointer: PointerInput, isMac: boolean) {
    this.#session = session
    this.#pointer = pointer
    this.#isMac = isMac
  }

  /** Returns whether the key was used here. */
  down(press: KeyPress, focus: KeyFocus): boolean {
    this.#pointer.controlKeyChanged(press.key === 'Control' || (press.ctrlKey && !press.getModifierState('AltGraph')))
    if (focus === 'typing') return false
    if (press.code === this.#spaceCode || press.code === this.#originalCode) return true
    if (focus === 'free' && matchesCharacter(press, space, this.#isMac)) {
      this.#spaceCode = press.code
      if (!this.#session.isToolBusy) this.#session.holdTool('pan')
      return true
    }
    if (matchesCharacter(press, original, this.#isMac) || matchesPosition(press, original, this.#isMac)) {
      this.#originalCode = press.code
      this.#session.holdOriginal(true)
      return true
    }
    return false
  }

  up(press: KeyPress): void {
    if (press.key === 'Control') this.#pointer.controlKeyChanged(false)
    if (press.code === this.#spaceCode) {
      this.#spaceCode = null
      this.#session.letGoTool('pan')
    }
    if (press.code === this.#originalCode) {
      this.#originalCode = null
      this.#session.holdOriginal(false)
    }
  }

  /** No key up will come. */
  blur(): void {
    this.#spaceCode = null
    this.#originalCode = null
    this.#pointer.blur()
    this.#session.letGoAllTools()
  }
}
