import type { Configuration } from './configuration/configuration.ts'
import type { ReadOptions } from './configuration/read-configuration.ts'

/** The reader of YAML is large: it is loaded at the first use, not at the start. @throws configuration/invalid */
export async function loadConfiguration(options: ReadOptions): Promise<Configuration> {
  const { readConfiguration } = await import('./configuration/read-configuration.ts')
  return readConfiguration(options)
}
