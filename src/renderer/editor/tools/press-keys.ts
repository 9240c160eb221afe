import type { CombineMode } from '../document/raster.ts'
import type { HeldModifiers, Scene } from './tool.ts'

/** Shift adds, Alt subtracts, both intersect; otherwise the selected mode applies. */
export function modeAtPress(keys: HeldModifiers, { options }: Scene): CombineMode {
  if (keys.shift && keys.alt) return 'intersect'
  if (keys.shift) return 'add'
  return keys.alt ? 'subtract' : options.combine
}

/** Keys that were down at the press and have not been released since. */
export interface PressKeys {
  readonly shift: boolean
  readonly alt: boolean
}

export function pressKeysOf({ shift, alt }: HeldModifiers): PressKeys {
  return { shift, alt }
}

export function stillPressed(pressKeys: PressKeys, keys: HeldModifiers): PressKeys {
  return { shift: pressKeys.shift && keys.shift, alt: pressKeys.alt && keys.alt }
}

/** At the press, Shift and Alt choose the mode; pressed (again) later, they constrain the shape. */
export function constraintsOf(
  pressKeys: PressKeys,
  keys: HeldModifiers,
): { readonly shift: boolean; readonly alt: boolean } {
  return { shift: keys.shift && !pressKeys.shift, alt: keys.alt && !pressKeys.alt }
}
