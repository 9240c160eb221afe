import { app, BrowserWindow, dialog, Menu, nativeTheme, protocol } from 'electron'
import { toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/dialogs.ts'
import {
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
import type { Assets } from '../assets/assets.ts'
import type { Logger } from '../platform/logger.ts'
import { createAssetResponder, serveAssets } from './asset-responder.ts'
import { createCloseGuard, type CloseGuard } from './close-guard.ts'
import { connectEvents } from './connect-events.ts'
import { createDesktop } from './desktop.ts'
import { givenFiles } from './given-files.ts'
import { createMainWindow } from './main-window.ts'
import { menuTemplate } from './menu-template.ts'
import { notifyDesktop } from './notify-desktop.ts'
import { createOpenPictures, type OpenPictures } from './open-pictures.ts'
import { createPasteWatch, type PasteWatch } from './paste-watch.ts'
import { assetScheme } from './schemes.ts'
import type { WindowProgram } from './window-program.ts'
import { recoverWindow } from './window-recovery.ts'

/** What has been made of the window before the rest was loaded. */
interface OpenedWindow {
  readonly window: BrowserWindow
  readonly origins: ReadonlySet<string>
}

interface RunningWindow {
  readonly router: Router
  /** Settles when all has been done that a start does. */
  readonly working: Promise<void>
}

/** Gives the window what it calls, and the program its work. */
export function runWindow(program: WindowProgram, { window, origins }: OpenedWindow): RunningWindow {
  const { settings, services, logger } = program
  const handles = createFileHandles()
  const findIncoming = handles.findDropped
  serveAssets(protocol, assetScheme, createAssetResponder({ services, findIncoming, origins, logger }))
  const emit = createEmit({ targets: openContents })
  const closeGuard = createCloseGuard(() => emit('app.closing', {}))
  const pastes = createPasteWatch(program.clock)
  const router = startRouter(program, { origins, emit, closeGuard, pastes, handles })
  showMenu(emit, pastes, {})
  let { uiScale } = program.look
  settings.onChanged((changed) => {
    nativeTheme.themeSource = changed.theme
    uiScale = changed.uiScale
    for (const contents of openContents()) if (contents.getZoomFactor() !== uiScale) contents.setZoomFactor(uiScale)
    emit('settings.changed', toWindowSettings(changed, handles))
  })

  const keep = (kept: BrowserWindow) =>
    keepWindow(kept, program, { closeGuard, pastes, onClosed: (id) => router.closeWindow(id) })
  keep(window)
  const openWindow = () => keep(createMainWindow(program, uiScale))
  const pictures = createOpenPictures({ services, emit, logger })
  listenForStarts(program, pictures, openWindow)
  quitCleanly(program.close, logger)
  return { router, working: beginWork(program, emit, pictures, openWindow) }
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
  return createRouter({ handlers, handles, isAllowed, logger })
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
    const isOn = async () => (await settings.load()).hasNotifications
    notifyDesktop({ jobs: opened.jobs, clock, logger, isOn, emit, openWindow })
    app.on('browser-window-focus', () => void lookAgain(opened.assets, logger))
    setInterval(() => {
      if (BrowserWindow.getAllWindows().some((window) => window.isVisible())) void lookAgain(opened.assets, logger)
    }, lookEveryMs)
    await opened.jobs.recover()
    await opened.ledger.recover()
    await pictures.openSamples(folders.samples)
    await pictures.openFiles(givenFiles(program.words, process.cwd()))
    logger.info('library.swept', await opened.assets.files.sweep())
    await opened.external.resume()
  } catch (thrown) {
    logger.error('start.services-failed', { error: thrown })
    notices.tell({ level: 'error', error: toErrorData(thrown) })
  }
}

/** How soon what the command line does to the same library is seen; a look asks the database one number. */
const lookEveryMs = 3_000

async function lookAgain(assets: Assets, logger: Logger): Promise<void> {
  await assets.changes
    .checkOtherPrograms()
    .catch((thrown: unknown) => logger.warn('library.look-failed', { error: thrown }))
}

interface WindowParts {
  readonly closeGuard: CloseGuard
  readonly pastes: PasteWatch
  readonly onClosed: (windowId: number) => void
}

/** What every window of the program is watched for. */
function keepWindow(window: BrowserWindow, program: WindowProgram, parts: WindowParts): void {
  if (window.isDestroyed()) return
  const { closeGuard, pastes, onClosed } = parts
  const { clock, logger } = program
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
    message: messages.windowKeepsCrashing,
    detail: messages.windowCrashHint,
    buttons: [messages.quitAtelier],
  })
  app.quit()
}

const patienceMs = 3_000

/** Before the program ends everything is written and closed; a service that hangs holds it up for 3 s at most. */
function quitCleanly(close: () => Promise<void>, logger: Logger): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('will-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void atMost(close(), patienceMs, logger).finally(() => {
      state = 'closed'
      app.quit()
    })
  })
}

async function atMost(work: Promise<void>, limitMs: number, logger: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs)
  })
  try {
    if ((await Promise.race([work, limit])) === 'late') logger.error('quit.gave-up', { limitMs })
  } catch (thrown) {
    logger.error('quit.failed', { error: thrown })
  } finally {
    clearTimeout(timer)
  }
}
