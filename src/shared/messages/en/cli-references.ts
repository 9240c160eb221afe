import { plainMessage as message } from '../plain-message.ts'

// Commands
export const add = message('Add a reference: a person, thing, place or style that prompts use as @name.')
export const addDetails = message(
  'Models that take reference images get its images, the first ones first; other models get its description.',
)
export const list = message('List references.')
export const remove = message('Remove a reference.')
export const removeDetails = message('Its images stay in the library.')
export const exportOne = message('Export a reference with its images as one file.')
export const exportDetails = message(
  'The images are exported with their metadata, such as prompts. “atelier reference import” adds the file to another library.',
)
export const importOne = message('Import a reference from a file.')
export const importDetails = message(
  'Adds its images to the library; images that are already there are not copied again. If the name is taken, a number is added.',
)

// Arguments and options
export const name = message('Name, as prompts write it after @')
export const images = message('Images: files, https addresses or IDs')
export const file = message('A file ending in .atelier-reference')
export const note = message('What matters about it; sent with the images.')
export const description = message('Description for models that take no images.')
export const rights = message('Who may use it for what; kept with it, never sent.')
export const outFile = message('Write to this file, which ends in {extension}.')
export const replaceFile = message('Replace an existing file.')

// Output
export const noneYet = message('No references yet. Add one with “atelier reference add NAME IMAGE”.')
export const counts = message('images: {images}, used: {uses}')
export const removed = message('Removed @{name}.')
export const importedAs = message('There is a reference named @{name} already. This one was imported as @{free}.')

// Invalid input
export const nameNotValid = message(
  '“{name}” is not a valid name. Use up to 40 letters, digits, - and _, starting and ending with a letter or digit.',
)
export const nameTaken = message('There is a reference named @{name} already. Choose another name, or remove that one.')
export const nameUnknown = message('There is no reference named @{name}. To see all, run “atelier reference list”.')
export const nothingToShow = message('Add at least one image, or --description.')
export const tooManyImages = message('A reference has up to {max} images. Choose the most telling ones.')
export const textTooLong = message('{option} is too long. Shorten it.')
export const wrongExtension = message('The file must end in {extension}.')
