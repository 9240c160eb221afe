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

/** Records what main would open with the system, instead of opening it. */
export async function watchOpened(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(async ({ shell }) => {
    const opened: string[] = ((globalThis as Shown).opened = [])
    shell.openPath = (path) => Promise.resolve(void opened.push(path)).then(() => '')
    shell.openExternal = (url) => Promise.resolve(void opened.push(url))
  })
  return () => app.evaluate(async () => (globalThis as Shown).opened ?? [])
}

interface Shown {
  opened?: string[]
  shownMessages?: string[]
  openDialogAnsweredAtMs?: number | null
}

/**
 * Answers main's message boxes with one of their buttons, in either language; where a box has none of that name, as Escape
 * does. Returns the texts shown so far.
 */
export async function answerMessageBox(
  app: ElectronApplication,
  button: string | RegExp,
): Promise<() => Promise<string[]>> {
  const label =
    typeof button === 'string' ? RegExp(`^(${[button, pseudolocalize(button)].map(escape).join('|')})$`) : button
  await app.evaluate(async ({ dialog }, source) => {
    const shown: string[] = ((globalThis as Shown).shownMessages = [])
    dialog.showMessageBox = (...given: unknown[]) => {
      const { message, detail = '', buttons = [], cancelId } = given.at(-1) as Electron.MessageBoxOptions
      shown.push(`${message} ${detail}`)
      const response = buttons.findIndex((text) => new RegExp(source).test(text))
      return Promise.resolve({ response: response < 0 ? (cancelId ?? -1) : response, checkboxChecked: false })
    }
  }, label.source)
  return () => app.evaluate(async () => (globalThis as Shown).shownMessages ?? [])
}

const escape = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
