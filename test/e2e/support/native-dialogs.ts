import type { ElectronApplication } from '@playwright/test'
import { pseudolocalize } from '../../../src/shared/messages/pseudolocalize.ts'

/**
 * Answers the system's open dialog: it belongs to the desktop, which no test can click. Returns when it was answered since,
 * if it was.
 * @param afterMs how long a user takes
 */
export async function answerOpenDialog(
  app: ElectronApplication,
  paths: readonly string[] | null,
  afterMs = 0,
): Promise<() => Promise<number | null>> {
  await app.evaluate(
    async ({ dialog }, { filePaths, delayMs }) => {
      const main = globalThis as Shown
      main.openDialogAnsweredAtMs = null
      dialog.showOpenDialog = async () => {
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
        main.openDialogAnsweredAtMs = Date.now()
        return { canceled: filePaths === null, filePaths: filePaths === null ? [] : [...filePaths] }
      }
    },
    { filePaths: paths, delayMs: afterMs },
  )
  return () => app.evaluate(async () => (globalThis as Shown).openDialogAnsweredAtMs ?? null)
}

/** Answers the system's save dialog. */
export async function answerSaveDialog(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(async ({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' })
  }, path)
}

interface Shown {
  shownMessages?: string[]
  openDialogAnsweredAtMs?: number | null
}

/** Answers main's message boxes with one of their buttons, in either language. Returns the texts shown so far. */
export async function answerMessageBox(app: ElectronApplication, button: string): Promise<() => Promise<string[]>> {
  await app.evaluate(
    async ({ dialog }, labels) => {
      const shown: string[] = ((globalThis as Shown).shownMessages = [])
      dialog.showMessageBox = (...given: unknown[]) => {
        const { message, detail = '', buttons = [] } = given.at(-1) as Electron.MessageBoxOptions
        shown.push(`${message} ${detail}`)
        return Promise.resolve({ response: buttons.findIndex((text) => labels.includes(text)), checkboxChecked: false })
      }
    },
    [button, pseudolocalize(button)],
  )
  return () => app.evaluate(async () => (globalThis as Shown).shownMessages ?? [])
}
