import type { CombineMode } from '../document/raster.ts'
import type { HeldModifiers, Scene } from './tool.ts'

/** Shift adds, Alt subtracts, both intersect; otherwise the selected mode applies. */
export function modeAtPress(keys: HeldModifiers, { options }: Scene): CombineMode {
  if (keys.shift && keys.alt) return 'intersect'
  if (keys.shift) return 'add'
  return keys.alt ? 'subtract' : options.combine
}

/** Keys that were down at the press and have not been released since. */
export interface SpentKeys {
  readonly shift: boolean
  readonly alt: boolean
}

export function spendKeys({ shift, alt }: HeldModifiers): SpentKeys {
  return { shift, alt }
}

export function stillSpent(spent: SpentKeys, keys: HeldModifiers): SpentKeys {
  return { shift: spent.shift && keys.shift, alt: spent.alt && keys.alt }
}

/** At the press, Shift and Alt choose the mode; pressed (again) later, they constrain the shape. */
export function constraintsOf(
  spent: SpentKeys,
  keys: HeldModifiers,
): { readonly shift: boolean; readonly alt: boolean } {
  return { shift: keys.shift && !spent.shift, alt: keys.alt && !spent.alt }
}
