import { plainMessage as message } from '../plain-message.ts'

// Watch folders
export const folderNoLongerWatched = message('This folder is no longer watched.')

// Refuse folder
export const watchFolderFolder = message('watch the folder {folder}')
export const folderBelongsAtelierChoose = message('{folder} belongs to Atelier. Choose another folder.')
export const folderContainsAteliersOwn = message(
  '{folder} contains Atelier’s own folder, so results would be imported again. Choose another folder.',
)

// Write gallery
export const writeIntoFolder = message('write into {folder}')
export const writeWebGallery = message('write the web gallery')

// Gone error
export const imageNoLongerIn = message('This image is no longer in the library.')

// Export name
export const unknownUnknownYouCan = message('{unknown} is unknown. You can use {known}.')
export const templateGivesEmptyName = message('The template gives an empty name. Add {token} or some text.')
export const forbiddenCannotBeIn = message('{forbidden} cannot be in a file name and becomes “-”.')

// Write sheet
export const writeContactSheet = message('write the contact sheet')

// Export to
export const basenameHasNoSupported = message(
  '“{basename}” has no supported format. Use .png, .jpg, .webp, .avif or .tif.',
)

// Plan names
export const fileNameTemplateGives = message('The file-name template gives no usable name.')

// Refuse library folder
export const folderBelongsLibraryItself = message('{folder} belongs to the library itself. Choose a folder outside it.')

// Write picture
export const originalFileKeepsAll = message(
  'An original file keeps all of its metadata or none of it. Choose one of them, or choose a format.',
)
export const pathAlreadyExistsChoose = message('{path} already exists. Choose another name, or replace it.')

// File picture
export const anotherImageAlreadyAt = message('Another image is already at {relativePath}. Try again.')
export const fileNameInLibrary = message('file “{name}” in the library')

// Renditions
export const fileNameMissingFrom = message(
  'The file of “{name}” is missing from the library folder ({relativePath}). Put it back, and Atelier finds it at its next start.',
)
export const nameHasNoMask = message('“{name}” has no mask.')
export const nameHasNoOriginal = message('“{name}” has no original result.')
export const paintedMaskNameWas = message('The painted mask of “{name}” was not kept.')
export const nameHasNoSource = message('“{name}” has no source image of the same size.')

// Purge pictures
export const deleteFile = message('delete the file')
export const deleteCountFiles = message('delete {count} of the files')

// Walk library
export const lookThroughLibraryFolder = message('look through the library folder {path}')

// Read origin
export const imagesFileMissingFrom = message('The image’s file is missing from the library folder.')

// Import pictures
export const importBasename = message('import {basename}')

// Collect pictures
export const lookIntoFolderBasename = message('look into the folder {basename}')

// Add result
export const fileProvisionalNameIn = message('file “{provisionalName}” in the library')

// Received pictures
export const saveResultService = message('save the result of the service')

// Create collections
export const nameCannotBeMoved = message('“{name}” cannot be moved into itself or its contents.')
export const smartCollectionNeedsSearch = message('A smart collection needs a search.')
export const onlySmartCollectionCan = message('Only a smart collection can have a search.')
export const collectionNoLongerExists = message('This collection no longer exists.')
export const nameSmartCollectionCannot = message('“{name}” is a smart collection. It cannot contain collections.')
export const nameSmartCollectionSearch = message(
  '“{name}” is a smart collection. Its search decides which images it contains.',
)
export const nameFolderCollectionsCannot = message('“{name}” is a folder for collections. It cannot contain images.')

// Create annotations
export const noImageHasTag = message('No image has the tag “{name}”.')
export const changeCanNoLonger = message(
  'This change can no longer be undone: it already was, or Atelier was restarted.',
)

// Create documents
export const fileNameMissingFromLibrary = message('The file of “{name}” is missing from the library folder.')

// Crop document
export const cropMustBeInside = message('The crop must be inside the image. Draw it again.')

// Change pending
export const restoreOrMoveAlready = message(
  'A restore or move is already scheduled for the next start. Restart Atelier or cancel it first.',
)
export const restoreOrMoveAlreadyBeing = message('A restore or move is already being prepared.')

// Create storage
export const folderPartLibraryChoose = message('{folder} is part of the library. Choose another folder for the backup.')

// Prepare move
export const targetInsideCurrentLibrary = message(
  '{target} is inside the current library location. Choose another folder.',
)
export const targetNotEmptyChoose = message('{target} is not empty. Choose an empty or new folder.')
export const libraryNeedsValueGb = message(
  'The library needs {needed} GB, but only {free} GB are free there. Nothing was moved.',
)

// Reclaim
export const clearPath = message('clear {path}')

// Run storage task
export const workOnLibrarysFiles = message('The work on the library’s files')
export const workingOnLibrarysFiles = message('Working on the library’s files was interrupted. Try again.')

// Backup reader
export const pathNotAtelierBackup = message(
  '{path} is not an Atelier backup, or is incomplete. Nothing was changed. Choose another file.',
)

// Copy tree
export const copyLibrary = message('copy the library to {to}')

// Pack backup
export const writeBackup = message('write the backup')

// Restore bytes
export const bringBackPath = message('bring back {path}')

// Unpack backup
export const unpackBackup = message('unpack the backup')
export const backupNeedsGigabytesNext = message(
  'The backup needs {needed} next to the library, but only {free} are free. Nothing was changed. Free some space and try again.',
)

// Create comparisons
export const imageYouVotedOn = message('An image you voted on is not in the library. The vote was not counted.')
export const imageCannotBeCompared = message('An image cannot be compared with itself.')
export const thereNoSuchVote = message('There is no such vote to undo.')

// External edits
export const editedFileMissing = message(
  '“{file}”, opened in another app, is missing. What you saved before is in the library. To continue, edit the image in the other app again.',
)
export const editedFileUnreadable = message(
  'Atelier cannot read what the other app saved as “{file}”. The library is unchanged. Save it again as PNG or TIFF under the same name.',
)
