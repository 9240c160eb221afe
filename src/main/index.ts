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
import type { ProviderPlaces } from './open-providers.ts'
import type { Services } from './open-services.ts'
import { systemClock } from './platform/clock.ts'
import { homePathsAt, resolveHome } from './platform/home-paths.ts'
import { createLogger } from './platform/logger.ts'
import { prepareNetwork } from './platform/prepare-network.ts'
import { createSecrets, createSystemKeychain, type Secrets } from './secrets/index.ts'
import { createSettings } from './settings/index.ts'
import { createNotices, createOpeningNews, startWindow } from './shell/index.ts'
import { finishPending } from './home/index.ts'

const here = import.meta.dirname
prepareNetwork()
const resources = app.isPackaged ? process.resourcesPath : join(here, '../../resources')
const platforms: Partial<Record<NodeJS.Platform, 'mac' | 'windows'>> = { darwin: 'mac', win32: 'windows' }

const wordsOf = (argv: readonly string[]) => programArguments(argv, process.defaultApp)
const words = wordsOf(process.argv)
const placesOfStart = readPlaces(process.argv)
const isHeadless = app.commandLine.getSwitchValue('ozone-platform') === 'headless'
const isCommand = isForCommandLine({ words, isHeadless, workingFolder: process.cwd() })

const notices = createNotices()
const openingNews = createOpeningNews()
const warn = (error: ErrorData) =>
  isCommand ? void process.stderr.write(`${error.message}\n`) : notices.tell({ level: 'warning', error })
const paths = homePathsAt(openHome(resolveHome(process.env, { userHome: homedir() }).root))
const logger = createLogger({ folder: paths.logs })
const settings = createSettings({ path: paths.settingsFile, logger, onNoticed: warn })
const keychain = createSystemKeychain('Atelier')
let keptSecrets: Secrets | null = null

let opening: Promise<Services> | null = null

/** Where the library is. A home that is not there ends the start: an empty one in its place would look like a loss. */
function openHome(root: string): string {
  try {
    return finishPending(root, (reason) => warn(toErrorData(reason)))
  } catch (thrown) {
    // Without a window, and where there is no display, this is written to standard error.
    dialog.showErrorBox('Atelier cannot start', toErrorData(toFileError(thrown, 'open its library')).message)
    process.exit(1)
  }
}

/** Opens them at the first call, so that the first frame does not wait for the database. */
function services(places: ProviderPlaces = {}): Promise<Services> {
  opening ??= open({ ...placesOfStart, ...places })
  return opening
}

async function open(places: ProviderPlaces): Promise<Services> {
  const [{ openServices }] = await Promise.all([import('./open-services.ts'), settings.load()])
  return openServices({
    paths,
    logger,
    appVersion: app.getVersion(),
    builtFolder: here,
    secrets: secrets(),
    keychain,
    settings,
    env: process.env,
    places,
    onBadConfiguration: isCommand ? null : warn,
    startedBy: isCommand ? 'command-line' : 'window',
    stylesFile: join(resources, 'styles', 'styles.json'),
    maskDefaults: () => settings.get().mask,
    onNoticed: warn,
    onOpening: isCommand ? createOpeningLines((line) => process.stderr.write(`${line}\n`)) : openingNews.tell,
  })
}

async function close(): Promise<void> {
  await settings.dispose()
  const opened = await opening?.catch(() => null)
  await opened?.close()
  await keychain.close()
  await logger.flush()
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

/** One for the whole program: keys for this session only are kept in it. */
function secrets(): Secrets {
  keptSecrets ??= createSecrets({ keychain, env: process.env })
  return keptSecrets
}

if (isCommand) {
  if (process.platform === 'linux' && !isHeadless) process.exit(runAgainWithoutDisplay(process.argv))
  chooseProfile(join(paths.appData, 'command-line'))
  startCommandLine({ words, paths, appVersion: app.getVersion(), logger, settings, services, secrets, close })
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
    words,
    wordsOf,
    clock: systemClock,
    logger,
    notices,
    openingNews,
    settings,
    services,
    close,
  })
}
