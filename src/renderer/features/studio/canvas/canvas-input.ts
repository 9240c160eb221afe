import type { KeyboardLayout } from '../../../lib/key-binding.ts'
import { createKeymap, type Keymap } from '../../../lib/keymap/keymap.ts'

/** How a person wants keys, mouse and pen to act. Asked at every event, so a change counts at once. */
export interface CanvasInput {
  /** The ids beginning with `held.` and `gesture.` are what counts here. */
  readonly keymap: () => Pick<Keymap, 'keysOf'>
  readonly layout: () => KeyboardLayout
  /** From what a pen reports to what it counts, both 0 to 1. */
  readonly pressureCurve: (raw: number) => number
}

const usualKeymap = createKeymap({ preset: 'atelier', overrides: {} })

/** As Atelier has it where nobody has set anything. */
export const usualInput: CanvasInput = {
  keymap: () => usualKeymap,
  layout: () => null,
  pressureCurve: (raw) => raw,
}
