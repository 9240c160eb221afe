import { plainMessage as message } from '../plain-message.ts'

// What main may show before its window is loaded

// Canceled work
export const canceled = message('Canceled.')

// Files
export const couldNot = message('Atelier could not {action}: {reason}')
export const diskFull = message('Atelier could not {action}: the disk is full. Free some space and try again.')
export const notAllowed = message(
  'Atelier could not {action}: the system does not allow it. Change the permissions of the file or its folder, or choose another.',
)
export const readOnlyFolder = message(
  'Atelier could not {action}: this folder is read-only. Choose another folder, or change its permissions.',
)
export const fileMissing = message('Atelier could not {action}: the file or folder no longer exists.')
export const isFolder = message('Atelier could not {action}: this is a folder, not a file.')
export const fileInUse = message('Atelier could not {action}: another app is using the file.')
export const fileExists = message('Atelier could not {action}: a file with that name already exists.')

// The window
export const cannotStart = message('Atelier cannot start')
export const openLibrary = message('open its library')

// Finishing a move or restore
export const copyMissing = message('The copy of the library is not in {target}. Check that its disk is connected.')
export const moveLibrary = message('move the library to {target}')
export const libraryChanging = message(
  'Another Atelier is moving or restoring the library in {root}. Start Atelier again when it is done. If no other Atelier is running, delete {lock}.',
)
export const restoreMissing = message(
  'The unpacked backup is missing, so nothing was restored. The library is unchanged. Choose the backup again.',
)
export const notMoved = message(
  '{reason} The library was not moved and is complete where it was. The next start tries again. To keep it here, cancel the move in Settings › Storage.',
)
export const moveCircle = message('{file} points back to itself. Write the library’s path to it.')
export const movedLibraryMissing = message(
  'Atelier’s library was moved to {folder}, which is missing. Connect its disk and start Atelier again. If the folder was renamed, write its new path to {file}.',
)
export const moveUnreadable = message(
  'Atelier’s library was moved, but {file}, which holds its new path, cannot be read. It should look like this: {example}.',
)
