import { plainMessage as message } from '../plain-message.ts'

// Failures
export const cannotOpenLibrary = message('Could not open the library.')
export const cannotUpdateLibrary = message('Could not update the library.')
export const cannotReadOrChangeLibrary = message('Could not read or change the library.')
export const cannotRebuildDatabase = message('Could not rebuild the damaged database of the library.')
export const cannotCopyDatabase = message('Could not copy the database.')
export const cannotKeepCopy = message('Could not keep a copy of the database (version {version}) before updating it.')

// Causes
export const folderNotWritable = message(
  'Its folder cannot be written to. Change its permissions, or choose another with ATELIER_HOME.',
)
export const libraryInUse = message('Another app is using the library. Try again.')
export const databaseDamaged = message(
  'Its database is damaged. The image files are not affected. Start Atelier again to rebuild the database from them.',
)
export const diskRefused = message(
  'The disk refused to write. Check that it has free space and is still connected, then try again.',
)
export const copyFolderNotWritable = message(
  'Could not write to {folder}. Check that the folder exists and can be written to, or choose another.',
)
export const updateFailed = message(
  'Could not update the library (step {step}): {reason} Nothing was changed. Go back to the previous version of Atelier, and report this.',
)

// Worker
export const atelierIsClosing = message('Atelier is closing.')
export const databaseStopped = message(
  'The library database stopped unexpectedly and was restarted. Repeat your last action.',
)

// Integrity
export const newerLibrary = message(
  'This library was last used by a newer version of Atelier. Nothing was changed. Update Atelier, or choose another library with ATELIER_HOME.',
)
export const newerBackup = message(
  'This backup was made by a newer version of Atelier. Nothing was changed. Update Atelier to restore it.',
)
export const backupDamaged = message(
  'The database in this backup is damaged. Nothing was changed. Choose another backup.',
)
export const checkFailed = message('The library’s database is damaged. Start Atelier again to rebuild it.')
export const danglingReference = message('A record refers to another one that is missing.')
export const rebuilt = message(
  'The library’s database was damaged and has been rebuilt. Records recovered: {count}. Your image files are not affected. The damaged database is kept at {path}.',
)
export const recordDamaged = message('The library record of “{name}” is damaged. Restore a backup to repair it.')

// Documents
export const documentNotOpen = message('This image is no longer open in the Studio. Open it again.')
export const documentDamaged = message(
  'The layers and masks of “{name}” are damaged. The image is not affected. Close its tab and open it again.',
)
export const documentSizeDiffers = message(
  'The image is {width} × {height} pixels, but its document is {documentWidth} × {documentHeight}. Open the image again.',
)

// Annotations
export const tooManyTags = message('An image can have up to {most} tags. Nothing was changed. Remove some tags first.')
