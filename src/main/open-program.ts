import { join, resolve } from 'node:path'
import type { ContentFilter } from '../shared/domain/generation.ts'
import { toErrorData, type ErrorData } from '../shared/errors/index.ts'
import type { Database } from './database/index.ts'
import type { LibraryDatabaseOptions } from './open-library-database.ts'
import type { ProviderPlaces } from './open-providers.ts'
import type { SharedParts } from './open-services.ts'
import type { MainServices } from './main-services.ts'
import type { FileLogger } from './platform/logger.ts'
import {
  createAgentToken,
  createSecrets,
  createSystemKeychain,
  type AgentToken,
  type Keychain,
  type Secrets,
} from './secrets/index.ts'
import {
  coveringFilter,
  createConfigurationSource,
  createSettings,
  loadFileWatcher,
  type ConfigurationSource,
  type SettingsStore,
} from './settings/index.ts'

export interface ProgramOptions extends LibraryDatabaseOptions {
  readonly appVersion: string
  /** Of the process, with the keys. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly logger: FileLogger
  /** From this start's command line. */
  readonly places: ProviderPlaces
  /** Bundled files that are not code. */
  readonly resources: string
  readonly startedBy: 'window' | 'command-line'
  readonly onNoticed: (error: ErrorData) => void
  /** Used instead of its own, in a process that opens several programs. */
  readonly shared?: SharedParts
}

/** What the window and the command line are both built on. */
export interface Program {
  readonly settings: SettingsStore
  readonly configuration: ConfigurationSource
  secrets(): Secrets
  /** For programs that connect over HTTP. */
  agentToken(): AgentToken
  /** Takes over changes that others make to `settings.json` and `atelier.yaml`, from now on. */
  watchSettings(): Promise<void>
  /** Takes them over now: where the system reports no changes. */
  reloadSettings(): Promise<void>
  /** Loads the settings: the rating from which images are covered; null = none are. @throws configuration/invalid */
  covering(): Promise<ContentFilter | null>
  /** Opens the services on the first call. */
  services(places?: ProviderPlaces): Promise<MainServices>
  /** Begins to open the library and to load what its services need, for those who will call `services` soon. */
  prepareServices(): void
  /** Writes and closes everything. */
  close(): Promise<void>
}

export function openProgram(options: ProgramOptions): Program {
  const { paths, logger, onNoticed } = options
  const configuration = openConfiguration(options)
  const settings = createSettings({ path: paths.settingsFile, logger, onNoticed, configuration })
  const watcher = createSettingsWatcher(options, { configuration, settings })
  const keychain = options.shared?.keychain ?? createSystemKeychain('Atelier')
  let opening: Promise<MainServices> | null = null
  let database: Promise<Database> | null = null

  const { secrets, agentToken } = keepKeys(keychain, options)

  const loadSettings = () => requireSettings(options, { settings, configuration })

  function services(providerPlaces: ProviderPlaces = {}): Promise<MainServices> {
    opening ??= open(providerPlaces)
    return opening
  }

  const openDatabase = () =>
    (database ??= import('./open-library-database.ts').then((loaded) => loaded.openLibraryDatabase(options)))

  async function open(providerPlaces: ProviderPlaces): Promise<MainServices> {
    if (providerPlaces.configPath !== undefined) await configuration.use(providerPlaces.configPath)
    const [{ openServices }] = await Promise.all([import('./open-services.ts'), loadSettings()])
    return openServices({
      ...options,
      database: await openDatabase(),
      secrets: secrets(),
      keychain,
      settings,
      configuration,
      stylesFile: join(options.resources, 'styles', 'styles.json'),
      maskDefaults: () => settings.get().mask,
    })
  }

  return {
    settings,
    configuration,
    secrets,
    agentToken,
    watchSettings: watcher.start,
    reloadSettings: watcher.reload,
    covering: async () => {
      await loadSettings()
      return coveringFilter(settings.get())
    },
    services,
    prepareServices() {
      void openDatabase()
      void import('./open-services.ts')
    },
    async close() {
      await Promise.all([watcher.stop(), settings.dispose()])
      const opened = await opening?.catch(() => null)
      if (opened) await opened.close()
      else await (await database)?.dispose()
      await keychain.close()
      await logger.flush()
    },
  }
}

async function requireSettings(
  { startedBy }: ProgramOptions,
  { settings, configuration }: Pick<Program, 'settings' | 'configuration'>,
): Promise<void> {
  await settings.load()
  const problem = configuration.problem()
  // A command ends with it; the window has reported it and goes on.
  if (problem !== null && startedBy === 'command-line') throw problem
}

/** One instance of each for the whole program: they hold keys that are kept for this session only. */
function keepKeys(keychain: Keychain, { paths, env }: ProgramOptions): Pick<Program, 'secrets' | 'agentToken'> {
  let secrets: Secrets | null = null
  let token: AgentToken | null = null
  return {
    secrets: () => (secrets ??= createSecrets({ keychain, env })),
    agentToken: () => (token ??= createAgentToken({ keychain, home: paths.root })),
  }
}

function openConfiguration({ paths, places, startedBy, onNoticed }: ProgramOptions): ConfigurationSource {
  return createConfigurationSource({
    path: places.configPath ?? join(paths.root, 'atelier.yaml'),
    isRequired: places.configPath !== undefined,
    parseBaseUrl: async () => (await import('./providers/core/wire/url-policy.ts')).parseBaseUrl,
    onRemark: (error) => onNoticed(toErrorData(error)),
    onInvalid: startedBy === 'command-line' ? () => undefined : (error) => onNoticed(toErrorData(error)),
  })
}

interface SettingsWatcher {
  start(): Promise<void>
  reload(): Promise<void>
  stop(): Promise<void>
}

function createSettingsWatcher(
  { paths, logger }: ProgramOptions,
  { configuration, settings }: Pick<Program, 'configuration' | 'settings'>,
): SettingsWatcher {
  let close: (() => Promise<void>) | null = null
  const onTrouble = (error: unknown) => logger.warn('settings.not-reloaded', { error })
  const reload = async () => {
    await Promise.all([configuration.reload(), settings.reload()]).catch(onTrouble)
  }
  return {
    async start() {
      const { watchFiles } = await loadFileWatcher()
      const files = [paths.settingsFile, resolve(configuration.path)]
      close ??= watchFiles(files, { onChanged: () => void reload(), onTrouble })
      // What changed before is not reported.
      await reload()
    },
    reload,
    stop: async () => close?.(),
  }
}
