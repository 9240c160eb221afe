import { chmodSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import {
  asksForVersion,
  isForCommandLine,
  lacksDisplay,
  printVersion,
  programArguments,
  readPlaces,
  runAgainWithoutDisplay,
  startCommandLine,
} from './automation/index.ts'
import { createCommandProgram } from './command-program.ts'
import { toErrorData, toFileError, type ErrorData } from '../shared/errors/index.ts'
import { cannotStart, cannotOpenLibrary, noDisplay } from '../shared/messages/en/start.ts'
import { finishPending } from './pending-changes/index.ts'
import type { Program } from './open-program.ts'
import { systemClock } from './platform/clock.ts'
import { homePathsAt, resolveHome } from './platform/home-paths.ts'
import { createLogger } from './platform/logger.ts'
import { prepareNetwork } from './platform/network/prepare-network.ts'
import { removeProcessMarks } from './platform/pure/process-marks.ts'
import { withEnvironmentKeys } from './secrets/environment-keys.ts'
import { readStartAppearance } from './settings/index.ts'
import { startDatabaseEarly } from './start-database-early.ts'
import { isLanguageRequested, supportedLanguage } from './start-language.ts'
import { createNotices, createOpeningProgress, startWindow } from './shell/index.ts'

prepareNetwork()
const platforms: Partial<Record<NodeJS.Platform, 'mac' | 'windows'>> = { darwin: 'mac', win32: 'windows' }

const argsOf = (argv: readonly string[]) => programArguments(argv, process.defaultApp)
const args = argsOf(process.argv)
const isHeadless = app.commandLine.getSwitchValue('ozone-platform') === 'headless'
const isCommand = isForCommandLine({ args, isHeadless, workingFolder: process.cwd() })
const places = readPlaces(process.argv, { isCommand, hasAppPath: process.defaultApp })

const notices = createNotices()
const openingProgress = createOpeningProgress()
const warn = (error: ErrorData) =>
  isCommand ? void process.stderr.write(`${error.message}\n`) : notices.emit({ level: 'warning', error })
const paths = homePathsAt(openHome(resolveHome(process.env, { userHome: homedir() }).root))
const logger = createLogger({ folder: paths.logs })

/** Opens the library's home. A missing home aborts the start: an empty one in its place would look like data loss. */
function openHome(root: string): string {
  try {
    return finishPending(root, (reason) => warn(toErrorData(reason)))
  } catch (thrown) {
    // Without a window, or without a display, this is written to standard error.
    dialog.showErrorBox(cannotStart, toErrorData(toFileError(thrown, cannotOpenLibrary)).message)
    process.exit(1)
  }
}

/** Loaded once the window is being created: everything imported above delays it (docs/adr/0031). */
async function openProgram({ mainFolder, resources }: ProgramFolders): Promise<Program> {
  // It starts while this process evaluates all schemas, and loads its own.
  const databaseWorker = startDatabaseEarly(join(mainFolder, 'database.js'))
  const { openProgram: open } = await import('./open-program.ts')
  const program = open({
    appVersion: app.getVersion(),
    env: withEnvironmentKeys(process.env),
    paths,
    logger,
    places,
    builtFolder: mainFolder,
    databaseWorker,
    resources,
    startedBy: 'window',
    onNoticed: warn,
    onOpening: openingProgress.emit,
  })
  program.prepareServices()
  return program
}

/** Chromium's own files; each home has its own, and thus its own single-instance lock. */
function chooseProfile(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Whatever the home's own mode: nobody shares these. Windows ignores it.
    chmodSync(paths.appData, 0o700)
    app.setPath('userData', folder)
  } catch (thrown) {
    // The services hit the same problem a moment later and report it to the user.
    logger.error('start.no-profile', { error: thrown })
  }
}

interface ProgramFolders {
  /** Of the built entries. */
  readonly mainFolder: string
  /** Bundled files that are not code. */
  readonly resources: string
}

/** Starts a command or the window. @param mainFolder folder of the built entries */
export function startProgram(mainFolder: string): void {
  const resources = app.isPackaged ? process.resourcesPath : join(mainFolder, '../../resources')
  if (isCommand) {
    if (process.platform === 'linux' && !isHeadless) {
      // The program it starts leaves a mark of its own; here none would be removed at the exit.
      removeProcessMarks()
      process.exit(runAgainWithoutDisplay(process.argv))
    }
    chooseProfile(join(paths.appData, 'command-line'))
    // Electron is not ready before this module has been evaluated.
    if (asksForVersion(args)) printVersion()
    else startCommand({ mainFolder, resources })
  } else if (lacksDisplay(process.platform, process.env)) {
    process.stderr.write(`${noDisplay}\n`)
    process.exit(1)
  } else {
    chooseProfile(paths.appData)
    startWindow({
      paths,
      folders: {
        pages: join(mainFolder, '../renderer'),
        preload: join(mainFolder, '../preload/index.cjs'),
        samples: join(resources, 'samples'),
        trayIcon: join(resources, 'icons', 'tray.png'),
      },
      about: {
        version: app.getVersion(),
        platform: platforms[process.platform] ?? 'linux',
        home: paths.root,
        libraryFolder: paths.library,
        systemLanguage: supportedLanguage(app.getPreferredSystemLanguages()),
        isLanguageRequested: isLanguageRequested(process.env['ATELIER_LOCALE']),
      },
      devServerUrl: app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null),
      look: readStartAppearance(paths.settingsFile),
      args,
      argsOf,
      clock: systemClock,
      logger,
      notices,
      openingProgress,
      openProgram: () => openProgram({ mainFolder, resources }),
    })
  }
}

function startCommand({ mainFolder, resources }: ProgramFolders): void {
  const parts = {
    appVersion: app.getVersion(),
    logger,
    builtFolder: mainFolder,
    resources,
    whenReady: () => app.whenReady(),
    installed: async () => {
      const { clientLibraryFolder, launchOfThisCommand } = await import('./platform/this-program.ts')
      return { launch: () => launchOfThisCommand(paths.root), clientFolder: clientLibraryFolder() }
    },
  }
  startCommandLine({ ...places, args, paths, env: withEnvironmentKeys(process.env) }, (invocation) =>
    createCommandProgram(invocation, parts),
  )
}
