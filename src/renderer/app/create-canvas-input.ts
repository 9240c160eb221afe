import type { Services } from '../client/index.ts'
import type { CanvasInput } from '../features/canvas/index.ts'
import { curvedPressure } from '../lib/pressure-curve.ts'
import { watchKeyboardLayout } from './commands/watch-keyboard-layout.ts'

/** Lives as long as the window: every event asks for what is set now. */
export function createCanvasInput({ keymap, settings }: Services): CanvasInput {
  return {
    keymap: () => keymap.getState(),
    layout: watchKeyboardLayout(),
    pressureCurve: (raw) => curvedPressure(raw, settings.store.getState().tablet),
  }
}
