import { plainMessage as message } from '../plain-message.ts'

// Key statuses
export const keychainSlow = message('The system keychain has not responded yet. It may be waiting for its password.')

// Load credential
export const apiKeyEmpty = message('The API key for {provider} is empty. Nothing was sent.')
export const loginFormat = message('Enter the login for {provider} as user:password. Nothing was sent.')
export const apiKeyInvalid = message(
  'The API key for {provider} contains a space, a line break or an unusual character. Nothing was sent. Copy the key again.',
)

// Model actions
export const disabled = message('{provider} is disabled. Nothing was sent. Enable it on the Models page.')
export const noSuchModel = message(
  '{provider} does not offer you the model “{model}”, and models cannot be added to it.',
)
export const chooseListedModel = message('Choose one from its list.')

// Model lists
export const noModelList = message('{provider} offers no list of models. Its models are built into Atelier.')
export const addedManually = message('Added manually, so the price is unknown.')

// Provider actions
export const noResponseInTime = message(
  '{provider} did not respond within {seconds} seconds. Check that it can be reached, then try again.',
)
export const noApiKeyUsed = message('{provider} does not use an API key.')
export const sizeFormat = message('Enter a size like 1024x1024, or an aspect ratio like 16:9. Nothing was changed.')

// Provider choices
export const commandLine = message('the command line')
export const withSource = message('{message} It is set by {source}.')

// Provider context
export const noSuchProvider = message('This version of Atelier does not include the provider {id}.')

// Read text file
export const workflowTooLarge = message('{name} is larger than 5 MB, so it is not a workflow. Choose another file.')
export const cannotReadFile = message('Could not read {path}.')

// Find cheaper
export const modelOfProvider = message('{model} ({provider})')
