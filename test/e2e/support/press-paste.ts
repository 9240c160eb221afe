import type { ElectronApplication } from '@playwright/test'

/**
 * Presses the keys that paste, as the system sends them: keys from Playwright do not paste files. The window has the
 * keyboard first, as it has for a person who presses keys in it: shortly after its start it may still wait for it.
 */
export async function pressPaste(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const modifier = process.platform === 'darwin' ? 'meta' : 'control'
    const window = BrowserWindow.getAllWindows()[0]
    window?.focus()
    window?.webContents.focus()
    for (const type of ['keyDown', 'keyUp'] as const) {
      window?.webContents.sendInputEvent({ type, keyCode: 'V', modifiers: [modifier] })
    }
  })
}
