import type { KeyboardLayout } from '../../../../lib/keymap/key-binding.ts'
import { createKeymap, type Keymap } from '../../../../lib/keymap/keymap.ts'

/** User preferences for keys, mouse and pen. Read at every event, so a change applies immediately. */
export interface CanvasInput {
  /** Only ids beginning with `held.` and `gesture.` matter here. */
  readonly keymap: () => Pick<Keymap, 'keysOf'>
  readonly layout: () => KeyboardLayout
  /** Maps the reported pen pressure to the effective one, both 0 to 1. */
  readonly pressureCurve: (raw: number) => number
}

const usualKeymap = createKeymap({ preset: 'atelier', overrides: {} })

/** Default preferences. */
export const usualInput: CanvasInput = {
  keymap: () => usualKeymap,
  layout: () => null,
  pressureCurve: (raw) => raw,
}
