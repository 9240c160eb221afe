import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { settingsSchema } from '../shared/domain/settings.ts'
import { AppError } from '../shared/errors/index.ts'
import { programArguments } from './automation/program-arguments.ts'
import { systemClock } from './platform/clock.ts'
import { resolveHome } from './platform/home-paths.ts'
import { createLogger } from './platform/logger.ts'
import { startWindow } from './shell/start-window.ts'

const here = import.meta.dirname
const hasAppPath = process.defaultApp
const wordsOf = (argv: readonly string[]) => programArguments({ argv, hasAppPath })
const paths = resolveHome(process.env, { userHome: homedir() })
const logger = createLogger({ folder: paths.logs })
mkdirSync(paths.appData, { recursive: true })
app.setPath('userData', paths.appData)

startWindow({
  paths,
  folders: {
    pages: join(here, '../renderer'),
    preload: join(here, '../preload/index.cjs'),
    samples: app.isPackaged ? join(process.resourcesPath, 'samples') : join(here, '../../resources/samples'),
  },
  about: { version: app.getVersion(), platform: 'linux', home: paths.root, libraryFolder: paths.library },
  devServerUrl: app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null),
  isChecking: !app.isPackaged,
  words: wordsOf(process.argv),
  wordsOf,
  clock: systemClock,
  logger,
  settings: {
    load: () => Promise.resolve(settingsSchema.parse({})),
    change: (patch) => Promise.resolve(settingsSchema.parse(patch)),
    onChanged: () => undefined,
  },
  services: () => Promise.reject(new AppError('internal/bug', 'The library is not connected yet.')),
  begin: () => Promise.resolve(),
  close: () => Promise.resolve(),
})
