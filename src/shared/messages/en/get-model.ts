import { message } from '../message.ts'

// A button where a model is missing
export const downloadModel = message('Download {name} ({size})')
export const waitingForModel = message('Starting download of {name}…')
export const downloadingModel = message('Downloading {name}… {percent}%')
export const modelTerms = message('{license} license. Runs on this computer.')

// Messages
export const downloadStarted = message('Downloading {name}. Repeat the step when it is done.')
export const largerThanAnnounced = message('{name} is now {size}. Nothing was downloaded yet.')
export const downloadAnyway = message('Download {size}')
