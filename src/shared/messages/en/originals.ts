import { plainMessage as message } from '../plain-message.ts'

export const stillShared = message(
  'This library has originals in the shared folder {folder} ({count}), which Atelier no longer supports. Keep the folder until they are copied to the library; Help says how.',
)
export const unreachable = message(
  'The shared originals folder {folder} cannot be reached. Connect to it and try again. Nothing is lost.',
)
export const cannotFetch = message('Could not copy an original from the shared folder {folder}.')
export const noRoomForOriginals = message(
  'The originals need {needed} GB, but only {free} GB are free on the library’s disk. Nothing was moved.',
)
export const notFetched = message('The shared original {path} is missing or damaged. Restore it from a backup.')
export const fileInTheWay = message('Another file is at {path} in the library folder. Move it elsewhere and try again.')
