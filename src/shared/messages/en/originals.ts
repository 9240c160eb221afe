import { plainMessage as message } from '../plain-message.ts'

export const unreachable = message(
  'The shared originals folder {folder} cannot be reached. Connect to it and try again. Nothing is lost.',
)
export const notWritable = message('Could not write to the shared originals folder {folder}.')
export const folderFull = message('The shared originals folder {folder} is full. New originals stay in your library.')
export const differentContent = message('The file of “{sha256}” changed while it was copied. Try again.')
export const damaged = message('The shared original {path} is damaged. The copy in your library is kept.')
