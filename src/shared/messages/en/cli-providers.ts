import { plainMessage as message } from '../plain-message.ts'

// Providers
export const providers = message('List providers with their API key, default model and number of models.')
export const off = message('off')
export const keyNotNeeded = message('no API key needed')
export const optionalKeyNotSet = message('no API key (optional)')
export const keyNotSet = message('no API key ({variable})')
export const keySet = message('API key set ({where})')
export const keySetEnding = message('API key set · …{ending} ({where})')
export const defaultModel = message('default: {model}')

// API keys
export const listKeys = message('List API keys with their source and last four characters.')
export const keysSet = message('Save an API key in the system’s keychain.')
export const setDetails = message('Reads the key from standard input, so it is not stored in your shell history.')
export const testKey = message('Test an API key. This is free.')
export const deleteKey = message('Delete an API key from the keychain.')
export const noKeychain = message('The keychain of this computer cannot be used. Only environment variables are shown.')
export const notSet = message('not set ({variable})')
export const keychain = message('keychain')
export const thisSession = message('this session')
export const set = message('set ({where})')
export const setEnding = message('set · …{ending} ({where})')
export const keyPrompt = message('API key (hidden):')
export const keySaved = message('Saved the API key for {id} in the keychain.')
export const keyDeleted = message('Deleted the API key for {id}.')
export const keyNotInKeychain = message('There is no API key for {id} in the keychain.')
export const rewriterNotTested = message('The rewriter has no free test. To test its key, rewrite a prompt.')
export const keyOwnerUnknown = message('This is not a provider with an API key. Available: {known}.')

// Queue
export const listQueue = message('List queued and running requests, including those of an open window.')
export const cancelQueue = message('Cancel requests.')
export const requestIds = message('Request or job IDs, from “atelier queue list”')
export const retryQueue = message('Retry a job. This costs as much as the first time.')
export const jobId = message('Job ID')
export const waiting = message('waiting')
export const running = message('running')
export const canceled = message('canceled')
export const canceledWhenOpen = message('{id} will be canceled when Atelier’s window is next open.')
export const stillRunning = message(
  '{id} was canceled, but the server cannot be interrupted: it finishes the image, which is then discarded.',
)
export const notInQueue = message('“{id}” is not in the queue. To see the queue: atelier queue list')
export const notJobId = message('“{id}” is not a job ID.')

// Ledger
export const ledger = message('List requests and their costs, newest first.')
export const sinceDay = message('First day, such as 2026-11-20.')
export const untilDay = message('Last day.')
export const printCsv = message('Print CSV.')
export const dayNotValid = message('--{option} must be a date such as 2026-11-20, not “{value}”.')
export const billed = message('billed')
export const notBilled = message('not billed')
export const maybeBilled = message('possibly billed')
export const priceUnknown = message('price unknown')
export const aboutPrice = message('about {price}')
