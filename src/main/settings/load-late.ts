import type * as tools from './configuration-tools.ts'
import type * as watcher from './watch-files.ts'

/** What the configuration commands work with: the YAML parser is large and not loaded at startup. */
export type ConfigurationTools = typeof tools

export function loadConfigurationTools(): Promise<ConfigurationTools> {
  return import('./configuration-tools.ts')
}

/** The watcher of `settings.json` and `atelier.yaml`, loaded after the start. */
export function loadFileWatcher(): Promise<typeof watcher> {
  return import('./watch-files.ts')
}
