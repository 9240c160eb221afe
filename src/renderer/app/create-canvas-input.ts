import type { Services } from '../client/index.ts'
import type { CanvasInput } from '../features/studio/index.ts'
import type { KeyboardLayout } from '../lib/key-binding.ts'
import { curvedPressure } from '../lib/pressure-curve.ts'

/** Lives as long as the window: every event asks for what is set now. */
export function createCanvasInput({ keymap, settings }: Services): CanvasInput {
  return {
    keymap: () => keymap.getState(),
    layout: watchKeyboardLayout(),
    pressureCurve: (raw) => curvedPressure(raw, settings.store.getState().tablet),
  }
}

/** Of the browser's own; the type library does not have it yet (WICG Keyboard Map). */
interface LayoutReader {
  getLayoutMap(): Promise<Iterable<readonly [string, string]>>
}

/**
 * Tells what each key of the keyboard in use types by itself, as long as the window lives. Nothing says when the person
 * switches to another layout, so it is read anew whenever the window gets the focus.
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
