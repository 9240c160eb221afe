import { join } from 'node:path'
import type { ProviderId } from '../shared/domain/provider-id.ts'
import type { Settings, SettingsPatch } from '../shared/domain/settings.ts'
import { AppError } from '../shared/errors/index.ts'
import { workflowNotChosen } from '../shared/messages/en/server-models.ts'
import { createDownloadImage, type DownloadImage } from './download-image.ts'
import type { OutputSettings } from './jobs/index.ts'
import { systemClock } from './platform/clock.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Logger } from './platform/logger.ts'
import type { Transport } from './platform/transport.ts'
import { parseBaseUrl } from './providers/core/url-policy.ts'
import { createProviderManager } from './providers/manager/create-provider-manager.ts'
import { readTextFile } from './providers/manager/read-text-file.ts'
import type { ProviderManager } from './providers/provider-manager.ts'
import { registryWith, type LocalNeeds } from './providers/registry.ts'
import { workflowModelId } from '../shared/domain/workflow-model.ts'
import type { Secrets } from './secrets/index.ts'
import { loadConfiguration, noConfiguration, type Configuration } from './settings/index.ts'

/** Service options of this start, which override all settings. */
export interface ProviderPlaces {
  readonly configPath?: string
}

export interface ProvidersOptions {
  readonly paths: HomePaths
  readonly logger: Logger
  readonly appVersion: string
  readonly secrets: Secrets
  readonly settings: {
    get(): Settings
    change(patch: SettingsPatch): Promise<Settings>
  }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly places: ProviderPlaces
  readonly startedBy: 'window' | 'command-line'
  /** Called with an unusable configuration, which is then ignored; null = it aborts the start. */
  readonly onBadConfiguration: ((error: AppError) => void) | null
}

interface OpenOptions extends ProvidersOptions {
  readonly transport: Transport
  /** Resources of the local provider. */
  readonly local: () => Promise<LocalNeeds>
}

export interface OpenedProviders {
  readonly manager: ProviderManager
  readonly output: () => OutputSettings
  readonly defaultProvider: () => ProviderId | null
  /** Sets the address for this run, overriding all settings. @throws configuration/invalid */
  readonly setBaseUrl: (id: ProviderId, baseUrl: string) => void
  readonly downloadImage: DownloadImage
}

/** Loads every service with all its models: at first use, not at startup. @throws configuration/invalid */
export async function openProviders(options: OpenOptions): Promise<OpenedProviders> {
  const { paths, settings, transport } = options
  const configuration = await requireConfiguration(options)
  const baseUrls: Partial<Record<ProviderId, string>> = {}
  const manager = createProviderManager({
    ...options,
    registry: registryWith(await options.local()),
    configuration,
    clock: systemClock,
    readText: options.startedBy === 'window' ? pickedFiles(settings, configuration) : readTextFile,
    cardsFile: join(paths.root, 'cache', 'model-cards.json'),
    baseUrls,
  })
  const { saveToDisk, basePath, format } = configuration.output
  return {
    manager,
    output: () => ({
      saveToDisk: saveToDisk ?? false,
      folder: basePath ?? settings.get().exportFolder ?? join(paths.root, 'output'),
      format: format ?? 'png',
    }),
    defaultProvider: () => configuration.defaultProvider,
    setBaseUrl(id, baseUrl) {
      baseUrls[id] = parseBaseUrl(baseUrl)
    },
    downloadImage: createDownloadImage(transport, options),
  }
}

/**
 * A model id from the page could name any file: only workflows that the user picked in a dialog or listed in
 * `atelier.yaml` are read.
 */
function pickedFiles(settings: ProvidersOptions['settings'], { providers }: Configuration) {
  return async (path: string): Promise<string> => {
    const isPicked = settings.get().workflowFiles.includes(path)
    if (isPicked || providers.comfyui?.defaultModel === workflowModelId(path)) return readTextFile(path)
    throw new AppError('request/invalid', workflowNotChosen)
  }
}

async function requireConfiguration({ paths, places, onBadConfiguration }: ProvidersOptions): Promise<Configuration> {
  const path = places.configPath ?? join(paths.root, 'atelier.yaml')
  try {
    return await loadConfiguration({ path, isRequired: places.configPath !== undefined, parseBaseUrl })
  } catch (thrown) {
    if (onBadConfiguration === null || !(thrown instanceof AppError)) throw thrown
    onBadConfiguration(thrown)
    return noConfiguration
  }
}
