import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import {
  createOpeningLines,
  isForCommandLine,
  lacksDisplay,
  programArguments,
  readPlaces,
  runAgainWithoutDisplay,
  startCommandLine,
} from './automation/index.ts'
import { toErrorData, toFileError, type ErrorData } from '../shared/errors/index.ts'
import { cannotStart, openLibrary } from '../shared/messages/en/start.ts'
import { finishPending } from './home/index.ts'
import type { Program } from './open-program.ts'
import { systemClock } from './platform/clock.ts'
import { homePathsAt, resolveHome } from './platform/home-paths.ts'
import { createLogger } from './platform/logger.ts'
import { prepareNetwork } from './platform/prepare-network.ts'
import { readStartLook } from './settings/index.ts'
import { createNotices, createOpeningNews, startWindow } from './shell/index.ts'

const here = import.meta.dirname
prepareNetwork()
const resources = app.isPackaged ? process.resourcesPath : join(here, '../../resources')
const platforms: Partial<Record<NodeJS.Platform, 'mac' | 'windows'>> = { darwin: 'mac', win32: 'windows' }

const wordsOf = (argv: readonly string[]) => programArguments(argv, process.defaultApp)
const words = wordsOf(process.argv)
const isHeadless = app.commandLine.getSwitchValue('ozone-platform') === 'headless'
const isCommand = isForCommandLine({ words, isHeadless, workingFolder: process.cwd() })

const notices = createNotices()
const openingNews = createOpeningNews()
const warn = (error: ErrorData) =>
  isCommand ? void process.stderr.write(`${error.message}\n`) : notices.tell({ level: 'warning', error })
const paths = homePathsAt(openHome(resolveHome(process.env, { userHome: homedir() }).root))
const logger = createLogger({ folder: paths.logs })

/** Where the library is. A home that is not there ends the start: an empty one in its place would look like a loss. */
function openHome(root: string): string {
  try {
    return finishPending(root, (reason) => warn(toErrorData(reason)))
  } catch (thrown) {
    // Without a window, and where there is no display, this is written to standard error.
    dialog.showErrorBox(cannotStart, toErrorData(toFileError(thrown, openLibrary)).message)
    process.exit(1)
  }
}

/** Loaded by the window once it is on its way: what is imported above is what it waits for (docs/adr/0031). */
async function openProgram(): Promise<Program> {
  const program = await import('./open-program.ts')
  return program.openProgram({
    paths,
    logger,
    places: readPlaces(process.argv),
    builtFolder: here,
    resources,
    startedBy: isCommand ? 'command-line' : 'window',
    onNoticed: warn,
    onOpening: isCommand ? createOpeningLines((line) => process.stderr.write(`${line}\n`)) : openingNews.tell,
  })
}

/** Chromium's own files; every home has its own, and so its own single instance. */
function chooseProfile(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    app.setPath('userData', folder)
  } catch (thrown) {
    // The services meet the same problem a moment later and tell the person.
    logger.error('start.no-profile', { error: thrown })
  }
}

if (isCommand) {
  if (process.platform === 'linux' && !isHeadless) process.exit(runAgainWithoutDisplay(process.argv))
  chooseProfile(join(paths.appData, 'command-line'))
  // Electron is ready no sooner than this file has come to its end.
  startCommandLine({ words, paths, appVersion: app.getVersion(), logger, ...(await openProgram()) })
} else if (lacksDisplay(process.platform, process.env)) {
  process.stderr.write('There is no display to open a window on. --help tells what Atelier does without one.\n')
  process.exit(1)
} else {
  chooseProfile(paths.appData)
  startWindow({
    paths,
    folders: {
      pages: join(here, '../renderer'),
      preload: join(here, '../preload/index.cjs'),
      samples: join(resources, 'samples'),
    },
    about: {
      version: app.getVersion(),
      platform: platforms[process.platform] ?? 'linux',
      home: paths.root,
      libraryFolder: paths.library,
    },
    devServerUrl: app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null),
    look: readStartLook(paths.settingsFile),
    words,
    wordsOf,
    clock: systemClock,
    logger,
    notices,
    openingNews,
    openProgram,
  })
}
