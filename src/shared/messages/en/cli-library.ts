import { plainMessage as message } from '../plain-message.ts'

// Import and list
export const importImages = message('Import images and folders.')
export const importDetails = message(
  'Shows which app’s generation details were found. Images that are already in the library are not copied again.',
)
export const importPaths = message('Files and folders')
export const list = message('List all images, newest first.')

// Search
export const search = message('Search the library, like the search field in the Gallery.')
export const searchDetails = message(
  'Best matches first, then newest. "Quoted phrases" match exactly, - excludes, and field:a,b matches either value. looks:words and likeness:reference rank by what images show.',
)
export const searchQuery = message('Search terms and fields')
export const searchLimit = message('Maximum number of results.')
export const searchEmpty = message('The search is empty.')
export const searchTooLong = message('The search is longer than 2,000 characters.')

// Show
export const show = message('Show the details of an image.')
export const showDetails = message('Annotations, generation details, file metadata and lineage.')
export const imageId = message('Image ID')
export const idLabel = message('ID')
export const file = message('File')
export const image = message('Image')
export const bytes = message('{count} bytes')
export const created = message('Created')
export const status = message('Status')
export const inTrash = message('in the trash')
export const fileMissing = message('file missing')
export const partDamaged = message('damaged: part of the image could not be read')
export const metadataOf = message('Metadata by')
export const madeFrom = message('Made from')
export const madeWithArea = message('Area from')
export const reference = message('Reference')
export const controlImage = message('Control image')
export const madeInto = message('Used for')
export const asArea = message('{name} (as area)')
export const asReference = message('{name} (as reference)')
export const asControlImage = message('{name} (as control image)')
export const collection = message('Collection')
export const rating = message('Rating')
export const flag = message('Flag')
export const label = message('Label')
export const tags = message('Tags')
export const notes = message('Notes')
export const task = message('Task')
export const model = message('Model')
export const servedModel = message('Model that answered')
export const prompt = message('Prompt')
export const negativePrompt = message('Negative prompt')
export const revisedPrompt = message('Revised prompt')
export const seed = message('Seed')
export const controlNet = message('ControlNet')
export const controlledBy = message('{net} × {strength}, {image}')
export const controlledByEdges = message('{net} × {strength}, edges of {image}')
export const time = message('Time')
export const seconds = message('{seconds} s')
export const cost = message('Cost')
export const changed = message('Changed')
export const changedPixels = message('{inside} px inside the mask, {outside} outside')
export const engine = message('Engine')
export const device = message('Device')
export const memorySaving = message('Memory saving')
export const modelFile = message('Model file')
export const app = message('App')
export const sourceType = message('Source type')
export const workflow = message('Workflow')
export const location = message('Location')
export const inFile = message('in the file')
export const credentials = message('Credentials')
export const credentialsBy = message('Content Credentials by {generator}')
export const credentialsByUnknown = message('Content Credentials by an unknown app')

// Verify
export const verify = message('Check every file in the library.')
export const verifyDetails = message('Exits with 1 if a file is missing, damaged or cannot be checked.')
export const missing = message('missing')
export const damaged = message('damaged since its import')
export const changedFile = message('changed')
export const unreadable = message('unreadable')
export const fileProblem = message('{problem}: {path} ({id})')
export const databaseDamaged = message('The database is damaged. Start Atelier to recover what can be read.')
export const problemsFound = message('The check found problems in the library.')

// Backup and restore
export const backup = message('Back up the library to a zip file, even while Atelier is open.')
export const backupFile = message('Zip file to create')
export const backupExtension = message('The file name must end in .zip.')
export const notBackedUp = message('Not backed up, because it cannot be read: {name}')
export const restore = message('Restore a backup.')
export const restoreDetails = message(
  'The backup is unpacked and checked now, and replaces the library at the next start. The current library is kept.',
)
export const restoreFile = message('Zip file of a backup')

export const originals = message('Show how many originals are in a shared folder, or move them back.')
export const originalsDetails = message(
  'Earlier versions kept originals of several libraries in a shared folder. This version only reads them there, and is the last that moves them back.',
)
export const moveOriginalsBack = message(
  'Copy all originals of this library back to its own folder, and verify them. Can be repeated if it was interrupted.',
)
export const originalNotMovedBack = message('{id}: {reason}')
export const noSharedOriginals = message('All originals are in the library folder.')
export const sharedFolderKept = message(
  'The shared folder was not changed. Once no library uses it, you can delete its folder “atelier-originals”.',
)
