import { plainMessage as message } from '../plain-message.ts'

// Texts that main may show before its window is loaded

// Canceled work
export const canceled = message('Canceled.')

// Files: failures and their causes
export const cannotSave = message('Could not save {name}.')
export const cannotSaveTemporary = message('Could not save a temporary file.')
export const cannotCreateFolder = message('Could not create the folder {folder}.')
export const cannotOpen = message('Could not open “{name}”.')
export const cannotRead = message('Could not read “{name}”.')
export const cannotOpenImage = message('Could not open the image.')
export const cannotReadImage = message('Could not read the image.')
export const diskFull = message('The disk is full. Free some space and try again.')
export const diskFailed = message('The disk reported an error. Check that it is still connected, then try again.')
export const notAllowed = message(
  'The system does not allow it. Change the permissions of the file or its folder, or choose another.',
)
export const readOnlyFolder = message('This folder is read-only. Choose another folder, or change its permissions.')
export const fileMissing = message('The file or folder no longer exists.')
export const isFolder = message('This is a folder, not a file.')
export const fileInUse = message('Another app is using the file.')
export const fileExists = message('A file with that name already exists.')

// Requests from pages
export const requestNotUnderstood = message(
  'Something went wrong inside Atelier. Nothing was changed. Restarting may help.',
)
export const pageNotAllowed = message('A page that does not belong to Atelier sent a request.')

// Misspelled names
export const didYouMean = message('Did you mean {name}?')
export const didYouMeanOneOf = message('Did you mean one of {names}?')

// Opening the library
export const preparingLibrary = message('Preparing the library…')
export const updatingLibrary = message('Updating the library: {done} of {total} images…')

// Window
export const noDisplay = message(
  'There is no display to open a window on. Use --help to see what Atelier does without one.',
)
export const cannotStart = message('Atelier cannot start')
export const cannotOpenLibrary = message('Could not open the library.')

// Finishing a move or restore
export const copyMissing = message('The copy of the library is not in {target}. Check that its disk is connected.')
export const cannotMoveLibrary = message('Could not move the library to {target}.')
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
