export { createConfigurationSource, type ConfigurationSource } from './configuration-source.ts'
export { noConfiguration, type Configuration, type ProviderConfiguration } from './configuration/configuration.ts'
export { createSettings, type SettingsOptions, type SettingsStore } from './create-settings.ts'
export { readStartAppearance } from './start-appearance.ts'

/** What the configuration commands work with; loaded by them, not at startup. */
export type ConfigurationTools = typeof import('./configuration-tools.ts')
