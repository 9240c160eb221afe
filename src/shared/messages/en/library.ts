import { plainMessage as message } from '../plain-message.ts'

// Watch folders
export const folderNotWatched = message('This folder is no longer watched.')

// Rejected folders
export const cannotWatchFolder = message('Could not watch the folder {folder}.')
export const folderIsAteliers = message('{folder} belongs to Atelier. Choose another folder.')
export const folderContainsAteliers = message(
  '{folder} contains Atelier’s own folder, so results would be imported again. Choose another folder.',
)

// Write gallery
export const cannotWriteIntoFolder = message('Could not write to {folder}.')
export const cannotWriteWebGallery = message('Could not save the web gallery.')

// Missing images
export const threadGone = message('This conversation was deleted.')
export const imageGone = message('This image is no longer in the library.')

// Export name
export const tokenUnknown = message('{unknown} is unknown. You can use {known}.')
export const templateEmpty = message('The template gives an empty name. Add {token} or some text.')
export const charactersReplaced = message('{forbidden} cannot be in a file name and becomes “-”.')

// Write sheet
export const contactSheetName = message('contact sheet')
export const cannotWriteContactSheet = message('Could not save the contact sheet.')

// Export to
export const formatNotSupported = message('“{basename}” has no supported format. Use .png, .jpg, .webp, .avif or .tif.')

// Plan names
export const templateUnusable = message('The file-name template gives no usable name.')

// Rejected library folders
export const folderInsideLibrary = message('{folder} belongs to the library itself. Choose a folder outside it.')

// Write image
export const originalMetadata = message(
  'An original file keeps all of its metadata or none of it. Choose one of them, or choose a format.',
)
export const pathExists = message('{path} already exists. Choose another name, or replace it.')

// Storing images
export const otherImageThere = message('Another image is already at {relativePath}. Try again.')
export const cannotAddToLibrary = message('Could not add “{name}” to the library.')

// Renditions
export const importedDamaged = message(
  '“{name}” is damaged: part of it could not be read. What could be read was imported.',
)
export const damagedSource = message(
  '“{name}” is damaged: part of it could not be read. What could be read is in the library. To use it, give its ID: {id}.',
)
export const fileMissingPutBack = message(
  'The file of “{name}” is missing from the library folder ({relativePath}). Put it back, and Atelier finds it at its next start.',
)
export const originalUnreachable = message(
  'The original of “{name}” is in the shared folder {folder}, which cannot be reached. Connect to it and try again.',
)
export const originalMissing = message(
  'The original of “{name}” is missing from the shared folder ({path}). Restore it from a backup of that folder.',
)
export const noMask = message('“{name}” has no mask.')
export const noOriginalResult = message('“{name}” has no original result.')
export const paintedMaskNotKept = message('The painted mask of “{name}” was not kept.')
export const noSourceOfSameSize = message('“{name}” has no source image of the same size.')

// Purge images
export const cannotDeleteFile = message('Could not delete the file.')
export const cannotDeleteFiles = message('Could not delete {count} of the files.')

// Walk library
export const cannotReadLibraryFolder = message('Could not read the library folder {path}.')

// Read origin
export const imageFileMissing = message('The image’s file is missing from the library folder.')

// Import images
export const cannotImportFile = message('Could not import {basename}.')

// Collect images
export const cannotReadFolder = message('Could not read the folder {basename}.')

// Add result
export const cannotSaveInLibrary = message('Could not save “{provisionalName}” in the library.')

// Received images
export const cannotSaveResult = message('Could not save the result.')

// Collections
export const collectionIntoItself = message('“{name}” cannot be moved into itself or its contents.')
export const smartNeedsSearch = message('A smart collection needs a search.')
export const onlySmartHasSearch = message('Only a smart collection can have a search.')
export const collectionGone = message('This collection no longer exists.')
export const smartHasNoCollections = message('“{name}” is a smart collection. It cannot contain collections.')
export const smartHasNoImages = message('“{name}” is a smart collection. Its search decides which images it contains.')
export const folderHasNoImages = message('“{name}” is a folder for collections. It cannot contain images.')

// Annotations
export const tagUnknown = message('No image has the tag “{name}”.')
export const cannotUndo = message('This change can no longer be undone: it already was, or Atelier was restarted.')

// Documents
export const fileMissing = message('The file of “{name}” is missing from the library folder.')

// Crop document
export const cropOutside = message('The crop must be inside the image. Draw it again.')

// Change pending
export const changeScheduled = message(
  'A restore or move is already scheduled for the next start. Restart Atelier or cancel it first.',
)
export const changeInPreparation = message('A restore or move is already being prepared.')
export const cannotRevertChange = message('Could not cancel the restore or move.')

// Storage
export const backupInsideLibrary = message('{folder} is part of the library. Choose another folder for the backup.')

// Prepare move
export const targetInsideLibrary = message('{target} is inside the current library location. Choose another folder.')
export const targetNotEmpty = message('{target} is not empty. Choose an empty or new folder.')
export const noRoomToMove = message(
  'The library needs {needed} GB, but only {free} GB are free there. Nothing was moved.',
)

// Reclaim
export const cannotClearPath = message('Could not clear {path}.')

// Run storage task
export const libraryWork = message('The work on the library’s files')
export const libraryWorkInterrupted = message('Working on the library’s files was interrupted. Try again.')

// Backup reader
export const notBackup = message(
  '{path} is not an Atelier backup, or is incomplete. Nothing was changed. Choose another file.',
)

// Copy tree
export const cannotCopyLibrary = message('Could not copy the library to {to}.')

// Pack backup
export const cannotWriteBackup = message('Could not write the backup.')

// Restore bytes
export const cannotRestorePath = message('Could not restore {path}.')

// Unpack backup
export const cannotUnpackBackup = message('Could not unpack the backup.')
export const noRoomToRestore = message(
  'The backup needs {needed} next to the library, but only {free} are free. Nothing was changed. Free some space and try again.',
)

// Comparisons
export const votedImageGone = message('An image you voted on is not in the library. The vote was not counted.')
export const sameImage = message('An image cannot be compared with itself.')
export const noSuchVote = message('There is no such vote to undo.')

// External edits
export const editNotImported = message(
  '“{file}” was saved in another app, but cannot be imported yet: {reason} Atelier tries again.',
)
export const editedFileMissing = message(
  '“{file}”, opened in another app, is missing. What you saved before is in the library. To continue, edit the image in the other app again.',
)
export const editedFileUnreadable = message(
  'Atelier cannot read what the other app saved as “{file}”. The library is unchanged. Save it again as PNG or TIFF under the same name.',
)

// Damaged backups, and case-insensitive disks
export const backupEntryDamaged = message(
  'The backup {path} is damaged: {name} in it has changed. The library is unchanged. Choose another backup.',
)
export const caseClash = message(
  'That disk does not distinguish capital letters, but two of your files differ in nothing else: {target}. Nothing was moved. Choose another disk, or rename one of them.',
)
