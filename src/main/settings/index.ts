export { noConfiguration, type Configuration, type ProviderConfiguration } from './configuration/configuration.ts'
export { loadConfiguration } from './load-configuration.ts'
export { createSettings, type SettingsOptions, type SettingsStore } from './create-settings.ts'
export { readStartAppearance } from './start-appearance.ts'
