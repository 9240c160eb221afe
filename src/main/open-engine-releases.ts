import { app } from 'electron'
import { programPathSchema } from '../shared/domain/guarded-values.ts'
import type { Settings, SettingsPatch } from '../shared/domain/settings.ts'
import type { Downloader } from './downloads/index.ts'
import type { LocalEngine } from './engine/engine.ts'
import {
  createEngineReleases,
  probeComputer,
  readMirror,
  release,
  type EngineReleases,
} from './engine-releases/index.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Transport } from './platform/network/transport.ts'

interface EngineReleasesOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly paths: HomePaths
  readonly settings: { get(): Settings; change(patch: SettingsPatch): Promise<Settings> }
  readonly transport: Transport
  readonly downloader: Downloader
  readonly engine: LocalEngine
}

/** Opens what installs engines into the home folder. @throws configuration/invalid */
export function openEngineReleases(options: EngineReleasesOptions): EngineReleases {
  const { paths, settings, transport, downloader, engine } = options
  return createEngineReleases({
    enginesFolder: paths.engines,
    release,
    mirror: readMirror(options.env),
    transport,
    downloader,
    engine,
    probe: () => probeComputer({ gpuInfo: () => app.getGPUInfo('basic'), systemVersion: process.getSystemVersion() }),
    settings: {
      current: () => settings.get().enginePath,
      use: (path) => settings.change({ enginePath: path === null ? null : programPathSchema.parse(path) }),
    },
  })
}
