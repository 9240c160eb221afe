import type { Services } from '../client/index.ts'
import type { CanvasInput } from '../features/studio/index.ts'
import type { KeyboardLayout } from '../lib/keymap/key-binding.ts'
import { curvedPressure } from '../lib/pressure-curve.ts'

/** Lives as long as the window, so every event reads the current settings. */
export function createCanvasInput({ keymap, settings }: Services): CanvasInput {
  return {
    keymap: () => keymap.getState(),
    layout: watchKeyboardLayout(),
    pressureCurve: (raw) => curvedPressure(raw, settings.store.getState().tablet),
  }
}

/** A browser API that the type library lacks (WICG Keyboard Map). */
interface LayoutReader {
  getLayoutMap(): Promise<Iterable<readonly [string, string]>>
}

/**
 * Tracks the unmodified character of each key for the window's lifetime. No event reports a layout switch, so it is
 * reread whenever the window gets the focus.
 */
function watchKeyboardLayout(): () => KeyboardLayout {
  const { keyboard } = navigator as { readonly keyboard?: LayoutReader }
  let layout: KeyboardLayout = null
  const read = async () => {
    const entries = await keyboard?.getLayoutMap().catch(() => undefined)
    if (entries !== undefined) layout = new Map(entries)
  }
  window.addEventListener('focus', () => void read())
  void read()
  return () => layout
}
