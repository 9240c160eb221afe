import type { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { app, Menu, nativeTheme, powerMonitor, protocol, session, type BrowserWindow } from 'electron'
import { version } from '../../../package.json'
import { attachRouter, createEmit, type Router } from '../../../src/main/ipc/index.ts'
import { openProgram } from '../../../src/main/open-program.ts'
import type { SharedParts } from '../../../src/main/open-services.ts'
import { finishPending, marksFolder } from '../../../src/main/pending-changes/index.ts'
import { systemClock } from '../../../src/main/platform/clock.ts'
import { homePathsAt, type HomePaths } from '../../../src/main/platform/home-paths.ts'
import { createLogger } from '../../../src/main/platform/logger.ts'
import { prepareNetwork } from '../../../src/main/platform/network/prepare-network.ts'
import { removeProcessMarks } from '../../../src/main/platform/pure/process-marks.ts'
import { cutOff, restrictSession } from '../../../src/main/platform/network/restrict-session.ts'
import { readStartAppearance } from '../../../src/main/settings/index.ts'
import { createMainWindow } from '../../../src/main/shell/window/main-window.ts'
import { createNotices } from '../../../src/main/shell/notices.ts'
import { createOpeningProgress } from '../../../src/main/shell/window/opening-progress.ts'
import { shownLanguage } from '../../../src/main/shell/window/page-language.ts'
import { servePages } from '../../../src/main/shell/serving/page-responder.ts'
import { restrictAllContents } from '../../../src/main/shell/window/restrict-contents.ts'
import { runWindow } from '../../../src/main/shell/window/run-window.ts'
import { appOrigin, appScheme, assetScheme, registerSchemes } from '../../../src/main/shell/serving/schemes.ts'
import { serveAssets, type AssetResponder } from '../../../src/main/shell/serving/serve-assets.ts'
import type { WindowStart } from '../../../src/main/shell/window/window-program.ts'
import { AppError, toErrorData } from '../../../src/shared/errors/index.ts'
import { createMemoryKeychain } from '../memory-keychain.ts'
import { openShared, type OpenedShared } from './open-shared.ts'
import type { PageHost } from './page-host-calls.ts'

interface Opened {
  readonly router: Router
  readonly respondToAsset: AssetResponder
  close(): Promise<void>
}

const origins = new Set([appOrigin])
const nothingOpen = () => new AppError('request/cancelled', 'No program is open.')

let current: Promise<Opened> = Promise.reject(nothingOpen())
current.catch(() => undefined)
let opened: Opened | null = null
let window: BrowserWindow | null = null
let size: readonly number[] = []
let onReadyToClose: (() => void) | null = null

/** Must be called before the app is ready. */
export function preparePages(projectRoot: string): void {
  prepareNetwork()
  registerSchemes()
  Menu.setApplicationMenu(null)
  void app.whenReady().then(() => {
    const folders = foldersIn(projectRoot)
    void servePages(protocol, appScheme, { folder: folders.pages, language: shownLanguage })
    restrictSession(session.defaultSession)
    cutOff(session.defaultSession, (error) => console.error(error))
    restrictAllContents(origins, createLogger({ folder: join(app.getPath('userData'), 'logs') }))
    attachRouter(Promise.resolve(routerOfCurrent))
    serveAssets(
      protocol,
      assetScheme,
      Promise.resolve(async (request) => (await current).respondToAsset(request)),
    )
    // Of the program only, which ends with its window.
    app.removeAllListeners('window-all-closed')
    app.on('window-all-closed', () => undefined)
    Object.assign(globalThis, { pageHost: createPageHost(projectRoot, openShared(folders.built)) })
  })
}

/** Calls go to the program that is open now. */
const routerOfCurrent: Router = {
  async call(...given) {
    if (given[1] === 'app.readyToClose') onReadyToClose?.()
    try {
      return await (await current).router.call(...given)
    } catch (thrown) {
      return { ok: false, error: toErrorData(thrown) }
    }
  },
  cancel: (...given) => void current.then(({ router }) => router.cancel(...given)).catch(() => undefined),
  takePaths: (...given) => opened?.router.takePaths(...given) ?? { ok: false, error: toErrorData(nothingOpen()) },
  closeWindow: (id) => void current.then(({ router }) => router.closeWindow(id)).catch(() => undefined),
  pendingCommands: () => [],
}

function foldersIn(
  projectRoot: string,
): WindowStart['folders'] & { readonly built: string; readonly resources: string } {
  const out = join(projectRoot, 'out')
  const resources = join(projectRoot, 'resources')
  return {
    built: join(out, 'main'),
    resources,
    pages: join(out, 'renderer'),
    preload: join(out, 'preload', 'index.cjs'),
    samples: join(resources, 'samples'),
    trayIcon: join(resources, 'icons', 'tray.png'),
  }
}

function createPageHost(projectRoot: string, { parts, end }: OpenedShared): PageHost {
  const shared = withoutVision(parts)
  let forget: (() => void) | null = null
  return {
    async open(home, env) {
      const takeBack = lendEnvironment({ ...env, ATELIER_HOME: home })
      const start = startOf(projectRoot, { home, shared })
      const { theme, uiScale } = start.look
      nativeTheme.themeSource = theme
      const isNew = window === null || window.isDestroyed()
      if (isNew) {
        window = createMainWindow(start, uiScale)
        size = window.getContentSize()
      }
      const shown = window!
      const forgetListeners = rememberListeners([app, nativeTheme, powerMonitor, process, shown, shown.webContents])
      forget = () => {
        forgetListeners()
        takeBack()
      }
      const opening = start
        .openProgram()
        .then((program) => runWindow({ ...start, ...program }, { window: shown, origins }))
      if (isNew) current = opening
      else {
        // Until then the page of the last program is there, which would save its work in the next one's home.
        shown.webContents.once('did-navigate', () => void (current = opening))
        shown.setFullScreen(false)
        shown.setContentSize(size[0] ?? 0, size[1] ?? 0)
        shown.webContents.setZoomFactor(uiScale)
        await shown.loadURL(`${appOrigin}/index.html`)
      }
      opened = await opening
    },
    async close(isAsked) {
      if (isAsked) await askToSave()
      const ending = current
      opened = null
      current = Promise.reject(nothingOpen())
      current.catch(() => undefined)
      forget?.()
      await (await ending).close()
    },
    end,
  }
}

/** What a test sees of GPUs and crashes is of its own process. */
const withoutVision = ({ vision: _vision, ...shared }: SharedParts): SharedParts => shared

/** As the guard of a window that closes does, which would then destroy it. */
async function askToSave(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  onReadyToClose = resolve
  const timer = setTimeout(resolve, savePatienceMs)
  createEmit({ targets: () => (window === null ? [] : [window.webContents]) })('app.closing', {})
  await promise
  clearTimeout(timer)
  onReadyToClose = null
}

/** A page that hangs must not keep a program open. */
const savePatienceMs = 5_000

interface OpenedHome {
  readonly home: string
  readonly shared: SharedParts
}

/** What `startProgram` makes of a start. */
function startOf(projectRoot: string, { home, shared }: OpenedHome): WindowStart {
  const folders = foldersIn(projectRoot)
  const notices = createNotices()
  const openingProgress = createOpeningProgress()
  const paths = homePathsAt(finishPending(home, (error) => notices.emit({ level: 'warning', error })))
  const logger = createLogger({ folder: paths.logs })
  return {
    paths,
    folders,
    about: aboutOf(paths),
    devServerUrl: null,
    look: readStartAppearance(paths.settingsFile),
    args: [],
    argsOf: () => [],
    clock: systemClock,
    logger,
    notices,
    openingProgress,
    async openProgram() {
      const program = openProgram({
        appVersion: version,
        env: process.env,
        paths,
        logger,
        places: {},
        builtFolder: folders.built,
        databaseWorker: null,
        resources: folders.resources,
        startedBy: 'window',
        onNoticed: (error) => notices.emit({ level: 'warning', error }),
        onOpening: openingProgress.emit,
        shared: { ...shared, keychain: { ...createMemoryKeychain(), close: () => Promise.resolve() } },
      })
      program.prepareServices()
      const close = async () => {
        await program.close()
        removeProcessMarks(marksFolder(paths.root))
      }
      return { ...program, close }
    },
  }
}

function aboutOf({ root, library }: HomePaths): WindowStart['about'] {
  return {
    version,
    platform: 'linux',
    home: root,
    libraryFolder: library,
    systemLanguage: 'en',
    isLanguageRequested: process.env['ATELIER_LOCALE'] !== undefined,
  }
}

/** Sets what this process says of itself and its children inherit, as in a start, until the function is called. */
function lendEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** Removes what was added since, when called: the program that has ended would be told of the next one. */
function rememberListeners(emitters: readonly unknown[]): () => void {
  const known = emitters.map((each) => {
    const emitter = each as EventEmitter
    return { emitter, listeners: new Set(listenersOf(emitter).map(([, listener]) => listener)) }
  })
  return () => {
    for (const { emitter, listeners } of known) {
      for (const [name, listener] of listenersOf(emitter)) {
        if (!listeners.has(listener)) emitter.removeListener(name, listener)
      }
    }
  }
}

type Listener = (...given: unknown[]) => void

function listenersOf(emitter: EventEmitter): [string | symbol, Listener][] {
  return emitter
    .eventNames()
    .flatMap((name) =>
      emitter.rawListeners(name).map((each) => [name, each as Listener] as [string | symbol, Listener]),
    )
}
