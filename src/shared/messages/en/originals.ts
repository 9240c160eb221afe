import { plainMessage as message } from '../plain-message.ts'

export const unreachable = message(
  'The shared originals folder {folder} cannot be reached. Connect to it and try again. Nothing is lost.',
)
export const notWritable = message('Could not write to the shared originals folder {folder}.')
export const folderFull = message('The shared originals folder {folder} is full. New originals stay in your library.')
export const differentContent = message('The file of “{sha256}” changed while it was copied. Try again.')
export const damaged = message('The shared original {path} is damaged. The copy in your library is kept.')
export const cannotFetch = message('Could not copy an original from the shared folder {folder}.')
export const stopSharingFirst = message(
  'Originals still move to the shared folder {folder}. Remove originals.folder from atelier.yaml first.',
)
export const noRoomForOriginals = message(
  'The originals need {needed} GB, but only {free} GB are free on the library’s disk. Nothing was moved.',
)
export const notFetched = message('The shared original {path} is missing or damaged. Restore it from a backup.')
export const fileInTheWay = message('Another file is at {path} in the library folder. Move it elsewhere and try again.')
