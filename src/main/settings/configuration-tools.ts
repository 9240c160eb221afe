export { configurationJsonSchema } from './configuration/configuration-json-schema.ts'
export { importConfiguration } from './configuration/import-configuration.ts'
export { mergeConfiguration } from './configuration/merge-configuration.ts'
export {
  checkConfiguration,
  describeProblems,
  mediaSettings,
  readConfigurationText,
} from './configuration/read-configuration.ts'
export { fileSettings } from './configuration/settings-table.ts'
export { isSame, writeConfiguration, writtenMedia, writtenValue } from './configuration/write-configuration.ts'
export { fieldValue } from './configured-settings.ts'
