import { plainMessage as message } from '../plain-message.ts'

// Providers without a company
export const localModels = message('Local models')
export const ownServer = message('Your own server')
export const demo = message('Demo (not AI)')
