import { plainMessage as message } from '../plain-message.ts'

// Configuration file
export const mustBeBoolean = message('must be true or false')
export const mustBeOneOf = message('must be one of {values}')
export const mustBeBlock = message('must be a block of settings')
export const mustBeSize = message('must be a size such as "1024x1024" or an aspect ratio such as "16:9"')
export const mustBeText = message('must be text')
export const mustNotBeEmpty = message('must not be empty')
export const mustBeModel = message('must be provider/model')
export const mustBeModelExample = message('must be provider/model, for example openai/gpt-image-1')
export const mustBeModels = message('must be a list of provider/model')
export const tooManyEntries = message('has more than 10 entries')
export const mustBeNumber = message('must be a number')
export const mustBeWholeNumber = message('must be a whole number')
export const mustBeList = message('must be a list')
export const mustBeAtLeast = message('must be at least {limit}')
export const mustBeMoreThan = message('must be more than {limit}')
export const mustBeAtMost = message('must be at most {limit}')
export const mustBeShorter = message('must have at most {limit} characters')
export const mustHaveFewer = message('must have at most {limit} entries')
export const mustBeOther = message('cannot have this value')

// Read configuration
export const tooLarge = message('is too large')
export const cannotReadConfiguration = message('Could not read the configuration {path}.')
export const notYaml = message('this is not YAML ({reason})')
export const containsKey = message(
  'looks like an API key. Keys do not belong in this file, which is easily shared. Remove it, and save it on the Models page, with the command line or in an environment variable. If it was ever shared, create a new one',
)
export const tooManyAliases = message('The configuration has too many aliases. Simplify it.')
export const unknownSetting = message('is not a setting of Atelier')
export const teamLimitRetired = message(
  'is no longer a setting of Atelier. Remove it, and set a budget for several computers at a gateway instead',
)
export const originalsFolderRetired = message(
  'is no longer a setting of Atelier and has no effect: new originals stay in the library. Remove it, and run “atelier originals --move-back” to copy earlier ones to the library',
)
export const fileIgnored = message('This file is ignored until it is corrected.')
export const earlierValuesStay = message('The values read before stay in use.')
export const unknownProvider = message('is not a provider. Available: {providerIds}')
export const namedTwice = message('names {id} twice')

// Written files
export const exportedFile = message('Settings of Atelier that differ from the defaults. Keys are never written.')
export const schemaTitle = message('Configuration file of Atelier (atelier.yaml)')

// Settings file
export const notJson = message('{path} is not valid JSON. All settings were reset.')
export const correctLimits = message(
  'Set your spending limits in Settings › Money, or correct {path}. Until then, no paid request is sent.',
)
export const limitsUnreadable = message(
  'Your spending limits (caps) could not be read. Set them in Settings › Money, or correct “caps” and remove “capsProblem” in {path}. Until then, no paid request is sent.',
)
export const teamLimitGone = message(
  'Your computers shared a spending limit, which Atelier no longer has. Set your limits in Settings › Money; for one budget of several computers, use a gateway. Until then, no paid request is sent.',
)
export const limitsUnreadableWithCopy = message(
  'Your spending limits (caps) could not be read. A copy of the file is at {copy}. Set them in Settings › Money, or correct “caps” and remove “capsProblem” in {path}. Until then, no paid request is sent.',
)
export const settingsReset = message('Invalid settings were reset: {names}.')
export const withCopy = message('{text} A copy of the file is at {copy}.')
export const cannotReadSettings = message('Could not read the settings {path}.')

// Change settings
export const valueNotValid = message('The setting {name} cannot have this value.')
export const setInFile = message('{names}: set in {file}. Change it there.')
export const settingsNotRead = message(
  '{path} was changed by another program and is not valid. The settings read before stay in use.',
)
