import { join } from 'node:path'
import { purposeModel } from '../shared/domain/settings.ts'
import type { AssetId } from '../shared/domain/ids.ts'
import type { NamedReference } from '../shared/domain/named-reference.ts'
import type { ProviderId } from '../shared/domain/provider-id.ts'
import { AppError } from '../shared/errors/index.ts'
import { workflowNotChosen } from '../shared/messages/en/server-models.ts'
import type { ThreadImage } from './assets/assets.ts'
import { createDownloadImage } from './download-image.ts'
import { systemClock } from './platform/clock.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Transport } from './platform/network/transport.ts'
import { parseBaseUrl } from './providers/core/wire/url-policy.ts'
import { createProviderManager } from './providers/manager/create-provider-manager.ts'
import type { ManagerParts } from './providers/manager/manager-parts.ts'
import { readTextFile } from './providers/manager/read-text-file.ts'
import { registryWith, type LocalNeeds } from './providers/registry.ts'
import { workflowModelId } from '../shared/domain/provider.ts'
import type { OpenedProviders } from './main-services.ts'
import type { ConfigurationSource } from './settings/index.ts'

/** Service options of this start, which override all settings. */
export interface ProviderPlaces {
  readonly configPath?: string
}

export interface ProvidersOptions extends Pick<ManagerParts, 'logger' | 'appVersion' | 'secrets' | 'env'> {
  readonly paths: HomePaths
  readonly settings: ManagerParts['settings'] & { onChanged(listener: () => void): () => void }
  /** `atelier.yaml`, which has been loaded. */
  readonly configuration: Pick<ConfigurationSource, 'get' | 'onChanged'>
  readonly startedBy: 'window' | 'command-line'
}

interface OpenOptions extends ProvidersOptions {
  readonly transport: Transport
  readonly references: () => Promise<readonly NamedReference[]>
  readonly chain: (imageId: AssetId) => Promise<readonly ThreadImage[]>
  /** Resources of the local provider. */
  readonly local: () => Promise<LocalNeeds>
}

/** Loads every service with all its models: at first use, not at startup. */
export async function openProviders(options: OpenOptions): Promise<OpenedProviders> {
  const { paths, settings, configuration, transport } = options
  const baseUrls: Partial<Record<ProviderId, string>> = {}
  const manager = createProviderManager({
    ...options,
    registry: registryWith(await options.local()),
    configuration: configuration.get,
    clock: systemClock,
    readText: options.startedBy === 'window' ? pickedFiles(options) : readTextFile,
    cardsFile: join(paths.root, 'cache', 'model-cards.json'),
    baseUrls,
  })
  configuration.onChanged(manager.takeChanges)
  settings.onChanged(manager.takeChanges)
  return {
    manager,
    output: () => {
      const { saveToDisk, basePath, format } = configuration.get().output
      return {
        saveToDisk: saveToDisk ?? false,
        folder: basePath ?? settings.get().exportFolder ?? join(paths.root, 'output'),
        format: format ?? 'png',
      }
    },
    defaultProvider: () => configuration.get().defaultProvider,
    modelFor: (purpose, task) => purposeModel(settings.get(), purpose, task),
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
function pickedFiles({ settings, configuration }: Pick<ProvidersOptions, 'settings' | 'configuration'>) {
  return async (path: string): Promise<string> => {
    const isPicked = settings.get().workflowFiles.includes(path)
    const configured = configuration.get().providers.comfyui?.defaultModel
    if (isPicked || configured === workflowModelId(path)) return readTextFile(path)
    throw new AppError('request/invalid', workflowNotChosen)
  }
}
