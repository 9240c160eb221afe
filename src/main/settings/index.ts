export { noConfiguration, type Configuration, type ProviderConfiguration } from './configuration/configuration.ts'
export { readConfiguration } from './configuration/read-configuration.ts'
export { createSettings, type SettingsOptions, type SettingsStore } from './create-settings.ts'
