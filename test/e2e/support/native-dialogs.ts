import type { ElectronApplication } from '@playwright/test'

/** Answers the system's open dialog: it belongs to the desktop, which no test can click. */
export async function answerOpenDialog(app: ElectronApplication, paths: readonly string[] | null): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: filePaths === null, filePaths: filePaths === null ? [] : [...filePaths] })
  }, paths)
}

/** Likewise the one that asks where to save. */
export async function answerSaveDialog(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' })
  }, path)
}
