/** What the configuration commands work with: the YAML parser is large and not loaded at startup. */
export type ConfigurationTools = typeof import('./configuration-tools.ts')

export function loadConfigurationTools(): Promise<ConfigurationTools> {
  return import('./configuration-tools.ts')
}

/** The watcher of `settings.json` and `atelier.yaml`, loaded after the start. */
export function loadFileWatcher(): Promise<typeof import('./watch-files.ts')> {
  return import('./watch-files.ts')
}
