import { plainMessage as message } from '../plain-message.ts'

// Configuration file
export const mustBeTrueOr = message('must be true or false')
export const mustBeOneValues = message('must be one of {values}')
export const mustBeBlockSettings = message('must be a block of settings')
export const mustBeSizeSuch = message('must be a size such as "1024x1024" or an aspect ratio such as "16:9"')
export const mustBeText = message('must be text')
export const mustNotBeEmpty = message('must not be empty')
export const mustBeProviderModel = message('must be provider/model')
export const mustBeProviderModelExample = message('must be provider/model, for example openai/gpt-image-1')
export const mustBeListProvider = message('must be a list of provider/model')
export const hasMoreThanEntries = message('has more than 10 entries')

// Read configuration
export const tooLarge = message('is too large')
export const readConfigurationPath = message('read the configuration {path}')
export const notYamlReplaceAll = message('this is not YAML ({reason})')
export const looksLikeKey = message(
  'looks like an API key. Keys do not belong in this file, which is easily shared. Remove it, and save it with "keys set", on the Models page or in an environment variable. If it was ever shared, create a new one',
)
export const configurationHasTooMany = message('The configuration has too many aliases. Simplify it.')
export const notSettingAtelier = message('is not a setting of Atelier')
export const fileIgnoredUntilCorrected = message('This file is ignored until it is corrected.')
export const notProviderAvailableProvider = message('is not a provider. Available: {providerIds}')
export const namesIdTwice = message('names {id} twice')

// Read settings
export const pathNotValidJson = message('{path} is not valid JSON. All settings were reset.')
export const correctLimits = message(
  'Set your spending limits in Settings › Money, or correct {path}. Until then, no paid request is sent.',
)
export const limitsUnreadable = message(
  'Your spending limits (caps) could not be read. Set them in Settings › Money, or correct “caps” and remove “capsProblem” in {path}. Until then, no paid request is sent.',
)
export const limitsUnreadableWithCopy = message(
  'Your spending limits (caps) could not be read. A copy of the file is at {copy}. Set them in Settings › Money, or correct “caps” and remove “capsProblem” in {path}. Until then, no paid request is sent.',
)
export const settingsReset = message('Invalid settings were reset: {names}.')
export const withCopy = message('{text} A copy of the file is at {copy}.')
export const readSettingsPath = message('read its settings {path}')
