import type { ElectronApplication } from '@playwright/test'

/**
 * Presses the shortcut that pastes, as the system sends it: keys from Playwright do not paste files. Focuses the window
 * first, as it is for a user who presses keys in it: shortly after its start it may not have the focus yet.
 */
export async function pressPaste(app: ElectronApplication): Promise<void> {
  await app.evaluate(async ({ BrowserWindow }) => {
    const modifier = process.platform === 'darwin' ? 'meta' : 'control'
    const window = BrowserWindow.getAllWindows()[0]
    window?.focus()
    window?.webContents.focus()
    for (const type of ['keyDown', 'keyUp'] as const) {
      window?.webContents.sendInputEvent({ type, keyCode: 'V', modifiers: [modifier] })
    }
  })
}
