import { app, dialog, Menu, nativeTheme, protocol, session } from 'electron'
import { toErrorData } from '../../../shared/errors/index.ts'
import { cannotStart } from '../../../shared/messages/en/start.ts'
import { attachRouter } from '../../ipc/index.ts'
import { endProgram } from '../../platform/end-program.ts'
import { cutOff, restrictSession } from '../../platform/network/restrict-session.ts'
import { logChildExits } from '../connect-events.ts'
import { createMainWindow } from './main-window.ts'
import { shownLanguage } from './page-language.ts'
import { servePages } from '../serving/page-responder.ts'
import { restrictAllContents } from './restrict-contents.ts'
import { appOrigin, appScheme, assetScheme, registerSchemes } from '../serving/schemes.ts'
import { serveAssets } from '../serving/serve-assets.ts'
import type { WindowStart } from './window-program.ts'

/** Starts the program with its window. Must be called before the app is ready. */
export function startWindow(start: WindowStart): void {
  registerSchemes()
  // Our menu is set after the window opens; Electron would create a default one in the meantime.
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

/** Creates the window first: while its process starts, the rest is loaded. */
async function runProgram(start: WindowStart): Promise<void> {
  nativeTheme.themeSource = start.look.theme
  const origins = originsOf(start)
  const firstFiles = servePages(protocol, appScheme, { folder: start.folders.pages, language: shownLanguage })
  restrictSession(session.defaultSession)
  // A development server is reached over the network.
  if (start.devServerUrl === null)
    cutOff(session.defaultSession, (error) => start.logger.error('session.not-cut-off', { error }))
  restrictAllContents(origins, start.logger)
  logChildExits(start.logger)
  const window = createMainWindow(start, start.look.uiScale)
  // Loading anything delays what the page asks for. A development server serves its own.
  const isServed = start.devServerUrl === null ? firstFiles : Promise.resolve()
  const running = isServed
    .then(() => load(start))
    .then(({ runWindow, program }) => runWindow(program, { window, origins }))
  attachRouter(running.then(({ router }) => router))
  // Before the page exists, which could otherwise not use it.
  serveAssets(
    protocol,
    assetScheme,
    running.then(({ respondToAsset }) => respondToAsset),
  )
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
  dialog.showErrorBox(cannotStart, toErrorData(thrown).message)
  app.exit(1)
}
