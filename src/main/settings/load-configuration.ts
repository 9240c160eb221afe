import type { Configuration } from './configuration/configuration.ts'
import type { ReadOptions } from './configuration/read-configuration.ts'

/** The YAML parser is large, so it is loaded on first use, not at startup. @throws configuration/invalid */
export async function loadConfiguration(options: ReadOptions): Promise<Configuration> {
  const { readConfiguration } = await import('./configuration/read-configuration.ts')
  return readConfiguration(options)
}
