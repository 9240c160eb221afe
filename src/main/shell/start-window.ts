import { app, dialog, Menu, nativeTheme, protocol, session } from 'electron'
import { toErrorData } from '../../shared/errors/index.ts'
import { attachRouter } from '../ipc/index.ts'
import { endProgram } from '../platform/end-program.ts'
import { logChildExits } from './connect-events.ts'
import { createMainWindow } from './main-window.ts'
import { servePages } from './page-responder.ts'
import { appOrigin, appScheme, registerSchemes } from './schemes.ts'
import { restrictAllContents, restrictSession } from './web-policy.ts'
import type { WindowStart } from './window-program.ts'

/** Starts the program with its window. Must be called before the app is ready. */
export function startWindow(start: WindowStart): void {
  registerSchemes()
  // Ours follows the window; Electron would make one of its own meanwhile.
  Menu.setApplicationMenu(null)
  if (!app.requestSingleInstanceLock()) {
    void endProgram(0)
    return
  }
  app
    .whenReady()
    .then(() => runProgram(start))
    .catch((thrown: unknown) => endWithError(start, thrown))
}

/** The window first. While its process starts there is time to load the rest, which it will ask. */
async function runProgram(start: WindowStart): Promise<void> {
  nativeTheme.themeSource = start.look.theme
  const origins = originsOf(start)
  const firstPage = servePages(protocol, appScheme, start.folders.pages)
  restrictSession(session.defaultSession)
  restrictAllContents(origins, start.logger)
  logChildExits(start.logger)
  const window = createMainWindow(start, start.look.uiScale)
  // Whatever is loaded holds up the page that is asked for. A development server serves its own.
  if (start.devServerUrl === null) await firstPage
  const running = load(start).then(({ runWindow, program }) => runWindow(program, { window, origins }))
  attachRouter(running.then(({ router }) => router))
  const { working } = await running
  await working
}

async function load(start: WindowStart) {
  const [{ runWindow }, opened] = await Promise.all([import('./run-window.ts'), start.openProgram()])
  return { runWindow, program: { ...start, ...opened } }
}

function originsOf({ devServerUrl }: WindowStart): ReadonlySet<string> {
  return new Set(devServerUrl === null ? [appOrigin] : [appOrigin, new URL(devServerUrl).origin])
}

function endWithError({ logger }: WindowStart, thrown: unknown): void {
  logger.error('start.failed', { error: thrown })
  dialog.showErrorBox('Atelier cannot start', toErrorData(thrown).message)
  app.exit(1)
}
