export { coveringFilter } from './covering-filter.ts'
export {
  createConfigurationSource,
  loadConfigurationTools,
  loadFileWatcher,
  type ConfigurationSource,
  type ConfigurationTools,
} from './configuration-source.ts'
export { noConfiguration, type Configuration, type ProviderConfiguration } from './configuration/configuration.ts'
export type { ModelFate } from './configuration/import-configuration.ts'
export { createSettings, type SettingsOptions, type SettingsStore } from './create-settings.ts'
export { programsAndAddresses } from './programs-and-addresses.ts'
export { readStartAppearance } from './start-appearance.ts'
