import { app, BrowserWindow, dialog, Menu, nativeTheme } from 'electron'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/dialogs.ts'
import { withTimeout } from '../../../shared/util/with-timeout.ts'
import {
  createCallerCheck,
  createEmit,
  createHandlers,
  createImportsUnderWay,
  createRouter,
  createFileHandles,
  toWindowSettings,
  type Emit,
  type FileHandles,
  type ImportsUnderWay,
  type Router,
} from '../../ipc/index.ts'
import type { Assets } from '../../assets/assets.ts'
import { openAgentSessions } from '../../automation/index.ts'
import type { Logger } from '../../platform/logger.ts'
import { createAgents, type Agents } from '../agents.ts'
import { createAssetResponder } from '../serving/asset-responder.ts'
import type { BackgroundWork } from '../closing/background-work.ts'
import { bringToFront } from './bring-to-front.ts'
import { createCloseGuard, type CloseGuard } from '../closing/close-guard.ts'
import { createClosing, type Closing } from '../closing/closing.ts'
import { connectEvents } from '../connect-events.ts'
import { createSupport } from '../support.ts'
import { createDesktop } from '../desktop.ts'
import { givenFiles } from '../given-files.ts'
import { createMainWindow } from './main-window.ts'
import { menuTemplate } from './menu-template.ts'
import { notifyDesktop } from '../notify-desktop.ts'
import { keepTimeZone } from '../keep-time-zone.ts'
import { createOpenImages, type OpenImages } from '../open-images.ts'
import { createPasteWatch, type PasteWatch } from '../paste-watch.ts'
import type { AssetResponder } from '../serving/serve-assets.ts'
import { createWindowUpdates, type WindowUpdates } from './window-updates.ts'
import type { WindowProgram } from './window-program.ts'
import { recoverWindow } from './window-recovery.ts'

/** The window as created before the rest was loaded. */
interface OpenedWindow {
  readonly window: BrowserWindow
  readonly origins: ReadonlySet<string>
}

interface RunningWindow {
  readonly router: Router
  readonly respondToAsset: AssetResponder
  /** Settles when all startup work is done. */
  readonly working: Promise<void>
  /** Ends its work and closes the program; the window stays. */
  close(): Promise<void>
}

/** Connects the window to its handlers and starts the program's work. */
export function runWindow(program: WindowProgram, { window, origins }: OpenedWindow): RunningWindow {
  const { settings, services, logger } = program
  const handles = createFileHandles()
  const findIncoming = handles.findDropped
  const respondToAsset = createAssetResponder({ services, findIncoming, origins, logger })
  const emit = createEmit({ targets: openContents })
  const closeGuard = createCloseGuard({
    askToSave: () => emit('app.closing', {}),
    decide: (...of) => closing.decide(...of),
  })
  const pastes = createPasteWatch(program.clock)
  const agents = createAgents(program, () => emit('agents.changed', {}))
  const updates = createWindowUpdates(program, { emit, agents, pendingCommands: () => router.pendingCommands() })
  const atStart = Promise.withResolvers<void>()
  const imports = createImportsUnderWay(emit)
  const parts = { origins, emit, closeGuard, pastes, handles, imports, agents, updates }
  const router = startRouter(program, { ...parts, openedAtStart: () => atStart.promise })
  showMenu(emit, pastes, {})
  let { uiScale } = program.look
  settings.onChanged((changed) => {
    nativeTheme.themeSource = changed.theme
    uiScale = changed.uiScale
    for (const contents of openContents()) if (contents.getZoomFactor() !== uiScale) contents.setZoomFactor(uiScale)
    emit('settings.changed', toWindowSettings(changed, handles, settings.setInFile()))
  })

  const keep = (opened: BrowserWindow) =>
    keepWindow(opened, program, {
      closeGuard,
      pastes,
      // What the person lets go on may be calls of the closed window: exports.
      onClosed: (id) => !closing.background.isOn() && router.closeWindow(id),
    })
  keep(window)
  const openWindow = () => keep(createMainWindow(program, uiScale))
  const closing = createClosing(program, {
    agents,
    pendingCommands: () => router.pendingCommands(),
    openWindow: () => bringToFront(openWindow),
  })
  const images = createOpenImages({ services, imports, emit, logger })
  listenForStarts(program, images, { openWindow, background: closing.background })
  const ended = new AbortController()
  async function close(): Promise<void> {
    ended.abort()
    // A session that hangs must not keep the library from being closed.
    await atMost(agents.close(), agentsPatienceMs, logger)
    await program.close()
  }
  quitCleanly(close, { finish: updates.finish, logger })
  const work = { emit, images, onOpened: atStart.resolve, agents, updates, openWindow, closing }
  const working = beginWork(program, { ...work, until: ended.signal })
  return { router, respondToAsset, working, close }
}

interface RouterParts {
  readonly origins: ReadonlySet<string>
  readonly emit: Emit
  readonly closeGuard: CloseGuard
  readonly pastes: PasteWatch
  readonly handles: FileHandles
  readonly imports: ImportsUnderWay
  readonly agents: Agents
  readonly updates: WindowUpdates
  readonly openedAtStart: () => Promise<void>
}

function startRouter(program: WindowProgram, parts: RouterParts): Router {
  const { origins, emit, closeGuard, pastes, handles, imports, agents, updates, openedAtStart } = parts
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
    imports,
    samplesFolder: program.folders.samples,
    agents: agents.access,
    updates: updates.access,
    emit,
    clock: program.clock,
    logger,
    about,
    support: createSupport(program),
    opening: () => program.openingProgress.current(),
    openedAtStart,
    takeNotices: () => program.notices.take(),
  })
  const isAllowed = createCallerCheck({ origins, isKnownWindow: (id) => openContents().some((each) => each.id === id) })
  return createRouter({ handlers, handles, isAllowed, logger })
}

interface WorkParts {
  readonly emit: Emit
  readonly images: OpenImages
  /** Called when samples and given files are open, or cannot be opened. */
  readonly onOpened: () => void
  readonly agents: Agents
  readonly updates: WindowUpdates
  readonly openWindow: () => void
  readonly closing: Pick<Closing, 'noteServices'>
  /** Aborted when the program closes. */
  readonly until: AbortSignal
}

/** After the window is open: opens the services, forwards their events, and cleans up after the last run. */
async function beginWork(program: WindowProgram, parts: WorkParts): Promise<void> {
  const { emit, images, onOpened, agents, updates, openWindow, closing, until } = parts
  const { services, settings, clock, logger, folders, notices } = program
  notices.listen((notice) => emit('app.noticed', notice))
  program.openingProgress.subscribe((opening) => emit('app.openingChanged', { opening }))
  try {
    const opened = await services()
    if (until.aborted) return
    closing.noteServices(opened)
    const given = givenFiles(program.args, process.cwd())
    const isNew = await images.isLibraryNew()
    // What was under way is taken up first: a window that gets nothing need not wait for it.
    if (!isNew && given.length === 0) onOpened()
    connectEvents(opened, emit)
    keepTimeZone(opened.assets, { emit, logger, until })
    const isOn = async () => (await settings.load()).hasNotifications
    notifyDesktop({ jobs: opened.jobs, clock, logger, isOn, emit, openWindow })
    await program.watchSettings()
    if (until.aborted) return
    app.on('browser-window-focus', () => {
      void lookAgain(opened.assets, logger)
      void program.reloadSettings()
    })
    const looking = setInterval(() => {
      if (BrowserWindow.getAllWindows().some((window) => window.isVisible())) void lookAgain(opened.assets, logger)
    }, lookEveryMs)
    until.addEventListener('abort', () => clearInterval(looking), { once: true })
    await opened.jobs.recover()
    await opened.ledger.recover()
    await opened.editPlans.resumeRunning()
    if (isNew) await images.openSamples(folders.samples)
    await images.openFiles(given)
    onOpened()
    await agents.open(openAgentSessions(agentNeeds(program, opened)))
    logger.info('library.swept', await opened.assets.files.sweep())
    await opened.external.resume()
    await updates.begin()
  } catch (thrown) {
    logger.error('start.services-failed', { error: thrown })
    notices.emit({ level: 'error', error: toErrorData(thrown) })
  } finally {
    onOpened()
  }
}

function agentNeeds(
  { paths, about, settings, clock, logger }: WindowProgram,
  services: Awaited<ReturnType<WindowProgram['services']>>,
) {
  return {
    services,
    paths,
    appVersion: about.version,
    settings: () => settings.get(),
    refreshSettings: () => settings.reload(),
    clock,
    onProblem: (thrown: unknown) => logger.warn('agents.failed', { error: thrown }),
  }
}

/** How soon changes made by the command line are noticed; each check reads one number from the database. */
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

/** Sets up what every window of the program needs. */
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

/** Handles a second start, “Open with” and a click on the dock, with or without files. */
function listenForStarts(
  program: WindowProgram,
  images: OpenImages,
  { openWindow, background }: { readonly openWindow: () => void; readonly background: Pick<BackgroundWork, 'isOn'> },
): void {
  app.on('second-instance', (_event, argv, workingFolder) => {
    bringToFront(openWindow)
    void images.openFiles(givenFiles(program.argsOf(argv), workingFolder))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void images.openFiles([path])
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !background.isOn()) app.quit()
  })
}

/** Shows no keys until the window has sent them. */
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
const agentsPatienceMs = 1_000

interface QuitParts {
  /** Called when all is closed; the program ends after it. */
  readonly finish: () => Promise<void>
  readonly logger: Logger
}

/** Saves and closes everything before the program quits; a service that hangs delays this by at most 3 s. */
function quitCleanly(close: () => Promise<void>, { finish, logger }: QuitParts): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('will-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void atMost(close(), patienceMs, logger)
      .then(() => {
        state = 'closed'
        return finish()
      })
      .catch((thrown: unknown) => logger.error('quit.not-updated', { error: thrown }))
      .finally(() => app.quit())
  })
}

async function atMost(work: Promise<void>, limitMs: number, logger: Logger): Promise<void> {
  try {
    await withTimeout(work, limitMs, () => logger.error('quit.gave-up', { limitMs }))
  } catch (thrown) {
    logger.error('quit.failed', { error: thrown })
  }
}
