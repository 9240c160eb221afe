import { plainMessage as message } from '../plain-message.ts'

// Agents page
export const agents = message('Agents')
export const agentsHint = message(
  'AI agents and other apps can search your library, edit and generate images through MCP (Model Context Protocol).',
)

// Connect card
export const connectAgent = message('Connect an agent')
export const connectAgentHint = message(
  'Add this to the configuration file of your MCP client, then restart the client.',
)
export const clientConfiguration = message('MCP client configuration')
export const copyConfiguration = message('Copy configuration')
export const copied = message('Copied')

// Folders card
export const folders = message('Folders')
export const foldersHint = message(
  'Agents can use all images in your library. Other files they read only in the folders you allow, and write only to the output folder.',
)
export const allowedFolders = message('Allowed folders')
export const noFolders = message('No folders allowed.')
export const addFolder = message('Add folder…')
export const removeFolder = message('Remove {folder}')
export const outputFolder = message('Output folder')
export const changeOutputFolder = message('Change…')
export const resetOutputFolder = message('Use default')

// Limits card
export const agentLimits = message('Spending limits')
export const perSessionField = message('Per session, $')
export const perDayField = message('Per day, $')
export const agentLimitsHint = message(
  'In US dollars, in addition to the limits under Money. Above a limit, the agent’s app asks you, or nothing is sent. Leave empty for no limit. With 0, agents use only what is free.',
)

// HTTP card
export const http = message('HTTP')
export const allowHttp = message('Allow connections over HTTP')
export const allowHttpHint = message(
  'For agents on this computer that cannot start Atelier themselves. They need the token, and this window must be open.',
)
export const address = message('Address')
export const notConnected = message('Not available')
export const port = message('Port')
export const token = message('Token')
export const hiddenToken = message('Hidden')
export const copyToken = message('Copy token')
export const regenerateToken = message('Regenerate')
export const tokenHint = message(
  'Agents send it as “Authorization: Bearer” followed by the token. Regenerating it disconnects agents that use the old one.',
)

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
