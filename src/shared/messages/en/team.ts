import { plainMessage as message } from '../plain-message.ts'

// Why a paid request is not sent
export const dayReason = message('The team limit per day is {limit}. Today the team has spent or reserved {total}.')
export const monthReason = message(
  'The team limit per month is {limit}. This month the team has spent or reserved {total}.',
)
export const wouldAdd = message('This would add {amount}.')
export const priceUnknown = message(
  'The price of this request is unknown, so the team limit cannot be checked. Choose a model with a price.',
)
export const notSent = message('{reasons} Nothing was sent. See Settings › Money › Team limit.')
export const unreachable = message(
  'The team folder {folder} cannot be reached, so paid requests are stopped. Connect to it, or leave the team in Settings › Money.',
)
export const noLimits = message(
  'The team folder {folder} has no limit, so paid requests are stopped. It may not be connected. Otherwise, set a limit in Settings › Money.',
)
export const limitsDamaged = message(
  'The file {file} in the team folder cannot be read, so paid requests are stopped. Set the team limit again in Settings › Money.',
)
export const journalDamaged = message(
  'The file {file} in the team folder is damaged, so paid requests are stopped. Restore it from a backup of the folder.',
)
export const conflictCopy = message(
  'The file {file} in the team folder is a copy made by another program, so paid requests are stopped. Use a network folder, not one that is synced file by file, and remove the copy.',
)
export const noAmount = message('Enter a team limit per day or per month.')
export const busy = message(
  'Another Atelier with this library is waiting for the team folder, so nothing was sent. Try again.',
)
