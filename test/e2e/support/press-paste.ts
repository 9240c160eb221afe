import type { ElectronApplication } from '@playwright/test'

/** Pastes by the keyboard as main sees it: what Playwright presses goes to the page alone. */
export async function pressPaste(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const modifier = process.platform === 'darwin' ? 'meta' : 'control'
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    for (const type of ['keyDown', 'keyUp'] as const) {
      contents?.sendInputEvent({ type, keyCode: 'V', modifiers: [modifier] })
    }
  })
}
