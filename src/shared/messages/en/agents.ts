import { plainMessage as message } from '../plain-message.ts'

// Local socket
export const socketTaken = message('Another Atelier already accepts connections for this library.')
export const socketBusy = message('Atelier is busy and does not accept connections. Try again in a moment.')
export const socketNotPossible = message(
  'Agents cannot connect to this window: there is no folder that only you can use. Check the owner of {folder}.',
)

// HTTP
export const portTaken = message('Another app uses port {port}. Choose another port.')
export const cannotListen = message('Atelier cannot accept connections on port {port}.')
export const portNotAllowed = message('The system does not allow port {port}. Choose another port.')

// Folders
export const tooManyFolders = message('Agents can be given up to {count} folders. Remove one first.')

// Token
export const tokenNotReplaced = message(
  'The keychain of this computer cannot be used, so the old token stays valid. Unlock the keychain and try again.',
)
