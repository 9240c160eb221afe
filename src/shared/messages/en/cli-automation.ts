import { plainMessage as message } from '../plain-message.ts'

// Completion
export const completion = message('Print a script that completes commands, options and values in a shell.')
export const completionDetails = message(
  'It is complete in itself and starts nothing: print it again after an update of Atelier.',
)
export const shell = message('One of {values}')
