import { plainMessage as message } from '../plain-message.ts'

export const unreachable = message(
  'The shared originals folder {folder} cannot be reached. Connect to it and try again. Nothing is lost.',
)
export const notWritable = message('Could not write to the shared originals folder {folder}.')
export const folderFull = message('The shared originals folder {folder} is full. New originals stay in your library.')
export const originalUnreachable = message(
  'The original of “{name}” is in the shared folder {folder}, which cannot be reached. Connect to it and try again.',
)
export const originalMissing = message(
  'The original of “{name}” is missing from the shared folder ({path}). Restore it from a backup of that folder.',
)
export const differentContent = message('The file of “{sha256}” changed while it was copied. Try again.')
export const insideLibrary = message('{folder} is part of this library. Choose a folder outside it.')
