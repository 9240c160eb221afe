import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, nativeTheme, protocol, session } from 'electron'
import { toErrorData } from '../../shared/errors/index.ts'
import {
  attachRouter,
  createCallerCheck,
  createEmit,
  createHandlers,
  createRouter,
  createFileHandles,
  toWindowSettings,
  type Emit,
  type FileHandles,
  type Router,
} from '../ipc/index.ts'
import type { Library } from '../library/library.ts'
import type { Logger } from '../platform/logger.ts'
import { createAssetResponder } from './asset-responder.ts'
import { createCloseGuard, type CloseGuard } from './close-guard.ts'
import { connectEvents, logChildExits } from './connect-events.ts'
import { createDesktop } from './desktop.ts'
import { givenFiles } from './given-files.ts'
import { createMainWindow } from './main-window.ts'
import { menuTemplate } from './menu-template.ts'
import { notifyDesktop } from './notify-desktop.ts'
import { createOpenPictures, type OpenPictures } from './open-pictures.ts'
import { servePages } from './page-responder.ts'
import { createPasteWatch, type PasteWatch } from './paste-watch.ts'
import { quitCleanly } from './quit.ts'
import { appOrigin, appScheme, assetScheme, registerSchemes } from './schemes.ts'
import { restrictAllContents, restrictSession } from './web-policy.ts'
import type { WindowProgram } from './window-program.ts'
import { recoverWindow } from './window-recovery.ts'

/** Starts the program with its window. Must be called before the app is ready. */
export function startWindow(program: WindowProgram): void {
  registerSchemes()
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  app
    .whenReady()
    .then(() => runWindow(program))
    .catch((thrown: unknown) => endWithError(program, thrown))
}

async function runWindow(program: WindowProgram): Promise<void> {
  const { settings, services, logger, folders } = program
  nativeTheme.themeSource = (await settings.load()).theme

  const origins = originsOf(program)
  const firstPage = servePages(protocol, appScheme, folders.pages)
  const handles = createFileHandles()
  const findIncoming = handles.findDropped
  protocol.handle(assetScheme, createAssetResponder({ services, findIncoming, origins, logger }))
  restrictSession(session.defaultSession)
  restrictAllContents(origins, logger)
  logChildExits(logger)

  const emit = createEmit({ targets: openContents })
  const closeGuard = createCloseGuard(() => emit('app.closing', {}))
  const pastes = createPasteWatch(program.clock)
  const router = startRouter(program, { origins, emit, closeGuard, pastes, handles })
  showMenu(emit, pastes, {})
  settings.onChanged((changed) => {
    nativeTheme.themeSource = changed.theme
    emit('settings.changed', toWindowSettings(changed, handles))
  })

  const openWindow = () => openMainWindow(program, { closeGuard, pastes, onClosed: (id) => router.closeWindow(id) })
  openWindow()
  const pictures = createOpenPictures({ services, emit, logger })
  listenForStarts(program, pictures, openWindow)
  quitCleanly(program.close, logger)
  // While the window's process starts there is time for the rest. A development server serves its own pages.
  if (program.devServerUrl === null) await firstPage
  await beginWork(program, emit, pictures, openWindow)
}

function originsOf({ devServerUrl }: WindowProgram): ReadonlySet<string> {
  return new Set(devServerUrl === null ? [appOrigin] : [appOrigin, new URL(devServerUrl).origin])
}

interface RouterParts {
  readonly origins: ReadonlySet<string>
  readonly emit: Emit
  readonly closeGuard: CloseGuard
  readonly pastes: PasteWatch
  readonly handles: FileHandles
}

function startRouter(program: WindowProgram, { origins, emit, closeGuard, pastes, handles }: RouterParts): Router {
  const { settings, services, logger, about } = program
  const desktop = createDesktop({
    closeGuard,
    showMenuKeys: (accelerators) => showMenu(emit, pastes, accelerators),
    pastes,
    services,
    safety: async () => (await settings.load()).safety,
    temporaryFolder: program.paths.temporary,
    logger,
  })
  const handlers = createHandlers({
    services,
    settings,
    desktop,
    handles,
    emit,
    clock: program.clock,
    logger,
    about,
    opening: () => program.openingNews.now(),
    takeNotices: () => program.notices.take(),
  })
  const isAllowed = createCallerCheck({ origins, isKnownWindow: (id) => openContents().some((one) => one.id === id) })
  const router = createRouter({ handlers, handles, isAllowed, logger })
  attachRouter(router)
  return router
}

/** After the window is up: the services open, tell their news, and tidy up after the last run. */
async function beginWork(
  program: WindowProgram,
  emit: Emit,
  pictures: OpenPictures,
  openWindow: () => void,
): Promise<void> {
  const { services, settings, clock, logger, folders, notices } = program
  notices.listen((notice) => emit('app.noticed', notice))
  program.openingNews.listen((opening) => emit('app.openingChanged', { opening }))
  try {
    const opened = await services()
    connectEvents(opened, emit)
    // Slow to load for the first time, and needed for the first image: while the window renders.
    setImmediate(() => void globalThis.Response)
    const isOn = async () => (await settings.load()).hasNotifications
    notifyDesktop({ jobs: opened.jobs, clock, logger, isOn, emit, openWindow })
    app.on('browser-window-focus', () => void lookAgain(opened.library, logger))
    setInterval(() => {
      if (BrowserWindow.getAllWindows().some((window) => window.isVisible())) void lookAgain(opened.library, logger)
    }, lookEveryMs)
    await opened.jobs.recover()
    await opened.ledger.recover()
    await pictures.openSamples(folders.samples)
    await pictures.openFiles(givenFiles(program.words, process.cwd()))
    logger.info('library.swept', await opened.library.sweep())
    await opened.external.resume()
  } catch (thrown) {
    logger.error('start.services-failed', { error: thrown })
    notices.tell({ level: 'error', error: toErrorData(thrown) })
  }
}

/** How soon what the command line does to the same library is seen; a look asks the database one number. */
const lookEveryMs = 3_000

async function lookAgain(library: Library, logger: Logger): Promise<void> {
  await library.lookAgain().catch((thrown: unknown) => logger.warn('library.look-failed', { error: thrown }))
}

interface WindowParts {
  readonly closeGuard: CloseGuard
  readonly pastes: PasteWatch
  readonly onClosed: (windowId: number) => void
}

function openMainWindow(program: WindowProgram, { closeGuard, pastes, onClosed }: WindowParts): void {
  const { logger, clock, folders, paths, devServerUrl } = program
  const window = createMainWindow({
    url: devServerUrl ?? `${appOrigin}/index.html`,
    preloadPath: folders.preload,
    boundsFile: join(paths.appData, 'window.json'),
    logger,
  })
  const windowId = window.webContents.id
  closeGuard.watch(window)
  window.webContents.on('before-input-event', (_event, input) => pastes.noteKey(windowId, input))
  window.on('closed', () => onClosed(windowId))
  recoverWindow(window, { clock, logger, onGivenUp: () => void explainCrashes(window) })
}

/** A second start, "Open with", a click on the dock: they all end here, with files or without. */
function listenForStarts(program: WindowProgram, pictures: OpenPictures, openWindow: () => void): void {
  app.on('second-instance', (_event, argv, workingFolder) => {
    const [window] = BrowserWindow.getAllWindows()
    if (window === undefined) openWindow()
    else {
      if (window.isMinimized()) window.restore()
      window.focus()
    }
    void pictures.openFiles(givenFiles(program.wordsOf(argv), workingFolder))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void pictures.openFiles([path])
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

/** Without keys until the window has told them. */
function showMenu(emit: Emit, pastes: PasteWatch, accelerators: Readonly<Record<string, string>>): void {
  const choose = (command: string) => {
    if (command === 'file.paste') pastes.noteMenu()
    emit('app.commandChosen', { command })
  }
  const template = menuTemplate({ platform: process.platform, isPackaged: app.isPackaged, accelerators, choose })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function openContents(): Electron.WebContents[] {
  return BrowserWindow.getAllWindows().flatMap((window) => (window.isDestroyed() ? [] : [window.webContents]))
}

async function explainCrashes(window: BrowserWindow): Promise<void> {
  await dialog.showMessageBox(window, {
    type: 'error',
    message: 'Atelier’s window keeps failing.',
    detail: 'Your pictures and masks are on disk. Atelier closes now; please start it again.',
    buttons: ['Close Atelier'],
  })
  app.quit()
}

function endWithError({ logger }: WindowProgram, thrown: unknown): void {
  logger.error('start.failed', { error: thrown })
  dialog.showErrorBox('Atelier cannot start', toErrorData(thrown).message)
  app.exit(1)
}
