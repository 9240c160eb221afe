import { join } from 'node:path'
import { app } from 'electron'
import type { LibraryOpening } from '../shared/domain/library-opening.ts'
import type { ErrorData } from '../shared/errors/index.ts'
import type { Database } from './database/index.ts'
import type { ProviderPlaces } from './open-providers.ts'
import type { MainServices } from './open-services.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { FileLogger } from './platform/logger.ts'
import {
  createAgentToken,
  createSecrets,
  createSystemKeychain,
  type AgentToken,
  type Secrets,
} from './secrets/index.ts'
import { createSettings, type SettingsStore } from './settings/index.ts'

interface ProgramOptions {
  readonly paths: HomePaths
  readonly logger: FileLogger
  /** From this start's command line. */
  readonly places: ProviderPlaces
  /** Folder of the built entries. */
  readonly builtFolder: string
  /** Bundled files that are not code. */
  readonly resources: string
  readonly startedBy: 'window' | 'command-line'
  readonly onNoticed: (error: ErrorData) => void
  readonly onOpening: (opening: LibraryOpening | null) => void
}

/** What the window and the command line are both built on. */
export interface Program {
  readonly settings: SettingsStore
  secrets(): Secrets
  /** For programs that connect over HTTP. */
  agentToken(): AgentToken
  /** Opens the services on the first call. */
  services(places?: ProviderPlaces): Promise<MainServices>
  /** Begins to open the library and to load what its services need, for those who will call `services` soon. */
  prepareServices(): void
  /** Writes and closes everything. */
  close(): Promise<void>
}

export function openProgram(options: ProgramOptions): Program {
  const { paths, logger, builtFolder, startedBy, onNoticed, onOpening } = options
  const settings = createSettings({ path: paths.settingsFile, logger, onNoticed })
  const keychain = createSystemKeychain('Atelier')
  let keptSecrets: Secrets | null = null
  let keptToken: AgentToken | null = null
  let opening: Promise<MainServices> | null = null
  let early: Promise<Database> | null = null

  /** One instance for the whole program: it holds keys that are kept for this session only. */
  function secrets(): Secrets {
    keptSecrets ??= createSecrets({ keychain, env: process.env })
    return keptSecrets
  }

  async function open(providerPlaces: ProviderPlaces): Promise<MainServices> {
    const [{ openServices }, database] = await Promise.all([import('./open-services.ts'), early, settings.load()])
    return openServices({
      database,
      paths,
      logger,
      appVersion: app.getVersion(),
      builtFolder,
      secrets: secrets(),
      keychain,
      settings,
      env: process.env,
      places: providerPlaces,
      onBadConfiguration: startedBy === 'command-line' ? null : onNoticed,
      startedBy,
      stylesFile: join(options.resources, 'styles', 'styles.json'),
      maskDefaults: () => settings.get().mask,
      onNoticed,
      onOpening,
    })
  }

  return {
    settings,
    secrets,
    agentToken() {
      keptToken ??= createAgentToken({ keychain, home: paths.root })
      return keptToken
    },
    services(places = {}) {
      opening ??= open({ ...options.places, ...places })
      return opening
    },
    prepareServices() {
      early ??= import('./open-library-database.ts').then((loaded) => loaded.openLibraryDatabase(options))
      void import('./open-services.ts')
    },
    async close() {
      await settings.dispose()
      const opened = await opening?.catch(() => null)
      if (opened) await opened.close()
      else await (await early)?.dispose()
      await keychain.close()
      await logger.flush()
    },
  }
}
