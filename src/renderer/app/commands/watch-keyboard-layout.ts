import type { KeyboardLayout } from '../../lib/key-binding.ts'

/** Of the browser's own; the type library does not have it yet (WICG Keyboard Map). */
interface LayoutReader {
  getLayoutMap(): Promise<Iterable<readonly [string, string]>>
}

/**
 * Tells what each key of the keyboard in use types by itself, as long as the window lives. Nothing says when the person
 * switches to another layout, so it is read anew whenever the window gets the focus.
 */
export function watchKeyboardLayout(): () => KeyboardLayout {
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
