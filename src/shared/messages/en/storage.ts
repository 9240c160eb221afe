import { message } from '../message.ts'

// Check card
export const checkFiles = message('Check files')
export const checkFilesHint = message(
  'Compares every image with its record. Detects disk errors early. Nothing is changed.',
)
export const checkAllFiles = message('Check all files')
export const filesChecked = message('{count, plural, one {# file} other {# files}} checked, {size}.')
export const notChecked = message(
  '{count, plural, one {# file was} other {# files were}} not checked: the shared folder {folder} cannot be reached. Connect to it and check again.',
)
export const noProblemsFound = message('No problems found.')
export const databaseDamaged = message('The database is damaged. Restart Atelier to recover what can be read.')
export const companionsMissing = message(
  '{count, plural, one {# mask or service response is missing. The images are not affected, but its edit can no longer be blended again.} other {# masks or service responses are missing. The images are not affected, but these edits can no longer be blended again.}}',
)
export const filesWithProblems = message('Files with problems')
export const andMore = message('and {count} more')
export const findInFolder = message('Find in folder…')
export const restoreFromBackup = message('Restore from backup…')
export const changedFilesHint = message(
  'Files changed by other programs are read again when Atelier starts. To undo a change, put the file from a backup in place first.',
)

// Storage page
export const storage = message('Storage')
export const showFolder = message('Show folder')
export const stop = message('Stop')
export const libraryLocation = message('Library location')
export const moveLibraryHint = message(
  'Copies everything to an empty folder, on another disk if you like. The old files stay until you delete them.',
)
export const moveLibrary = message('Move library…')
export const backup = message('Backup')
export const backupHint = message(
  'Saves images, masks, responses, the database and settings as one zip file while you keep working. API keys are not included.',
)
export const backUp = message('Back up…')
export const restoreBackup = message('Restore backup…')
export const readyToMove = message('Ready to move')
export const readyToRestore = message('Ready to restore')
export const restartNow = message('Restart now')
export const cancel = message('Cancel')

// Storage labels
export const images = message('Images')
export const imagesHint = message('Generated and imported images, in dated folders.')
export const trash = message('Trash')
export const trashHint = message('Deleted permanently after 30 days.')
export const serviceResponses = message('Service responses')
export const serviceResponsesHint = message('Originals for blending edits again.')
export const masks = message('Masks')
export const masksHint = message('Masks that images were made with.')
export const database = message('Database')
export const databaseHint = message('Prompts, ratings, collections, documents and spending.')
export const thumbnails = message('Thumbnails')
export const rebuiltWhenNeeded = message('Rebuilt when needed.')
export const workingCopies = message('Working copies')
export const workingCopiesHint = message('Display copies of other formats. Rebuilt when needed.')
export const oldDatabases = message('Old databases')
export const oldDatabasesHint = message('Copies made before updates and repairs.')
export const previousLibraries = message('Previous libraries')
export const previousLibrariesHint = message('Libraries replaced by a restored backup.')
export const logs = message('Logs')
export const logsHint = message('Diagnostics, without prompts or keys.')
export const emptyTrashWarning = message('The files are deleted from this computer. This cannot be undone.')
export const deletePreviousLibrariesWarning = message(
  'The library that a backup replaced is deleted. This cannot be undone.',
)
export const deleteOldDatabasesWarning = message('Without them, you cannot go back to an earlier version of Atelier.')
export const missing = message('Missing')
export const damagedOnDisk = message('Damaged on disk')
export const changedByAnotherProgram = message('Changed by another program')
export const unreadable = message('Unreadable')
export const partDamaged = message('Damaged: part of the image could not be read')
export const checkingFiles = message('Checking files')
export const writingBackup = message('Writing backup')
export const unpackingBackup = message('Unpacking and checking backup')
export const copyingLibrary = message('Copying library')
export const searchingForFiles = message('Searching for files')
export const taskRunning = message('{task}…')
export const taskCounted = message('{task}: {count} checked')
export const bytesOfTotal = message('{bytes} of {total}')
export const filesOfTotal = message('{count} of {total, plural, one {# file} other {# files}}')
export const moveReady = message(
  'Everything is copied to {folder}. Restart to use it there. Changes you make until then are included.',
)
export const restoreReady = message(
  'The backup of {time} with {count, plural, one {# image} other {# images}} is ready. Restart to use it. Your current library is kept beside it.',
)
export const heldRequests = message(
  '{count, plural, one {# request was} other {# requests were}} queued when it was made. The queue stays paused until you resume it.',
)
export const restoreIntroduces = message(
  'Its settings name programs or addresses that yours do not: {names}. Restore it only if you made this backup.',
)
export const backedUp = message('Backed up {count, plural, one {# file} other {# files}} ({size}) to {path}.')
export const deletedMeanwhile = message(
  '{count, plural, one {# file deleted meanwhile is} other {# files deleted meanwhile are}} not included.',
)
export const unreadableFiles = message('The disk could not read {names}. Check all files, and the health of this disk.')
export const namesAndMore = message('{names} and {count} more')
export const filesRestored = message('{count, plural, one {# file} other {# files}} restored.')
export const filesOfTotalRestored = message('{count} of {total, plural, one {# file} other {# files}} restored.')
export const freed = message('{size} freed.')

// Usage card
export const diskUsage = message('Disk usage')
export const measuring = message('Measuring…')
export const freeUp = message('Free up')
export const freeUpMore = message('Free up…')
export const freeUpKind = message('Free up: {name}')
export const fileCount = message('{count, plural, one {# file} other {# files}}')
export const used = message('{size} used')
export const freeOnDisk = message('{size} free on this disk')
export const deletePermanently = message('Delete permanently')
export const deletePermanentlyQuestion = message('{name}: delete permanently?')
