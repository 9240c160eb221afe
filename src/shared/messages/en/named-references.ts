import { message } from '../message.ts'

// Of the parts of the window that are loaded first.
export { references, undo } from './commands.ts'

// What a model gets of one
export const images = message('{count, plural, one {# image} other {# images}}')
export const inWords = message('in words')
export const wayOfModel = message('{model}: {way}')

// Prompt
export const referencesInPrompt = message('References in the prompt')
export const noSuchReference = message('@{name} – no such reference')
export const createLabel = message('Create')
export const createNamed = message('Create reference @{name}')
export const newNamed = message('New reference “{name}”…')

// Dialog
export const newReference = message('New reference')
export const newReferenceEllipsis = message('New reference…')
export const whatFor = message(
  'Give a person, thing, place or style a name and images, and write @name in any prompt to use it with any model.',
)
export const noReferences = message('No references yet')
export const name = message('Name')
export const kind = message('Kind')
export const person = message('Person')
export const thing = message('Thing')
export const place = message('Place')
export const style = message('Style')
export const imagesLabel = message('Images')
export const imagesHint = message('The most telling first: some models take only one or two.')
export const imagesMost = message('At most {max} images.')
export const addImages = message('Add images')
export const dropImages = message('Add or drop images')
export const imageNumber = message('Image {number}')
export const moveBefore = message('Move image {number} forward')
export const moveBehind = message('Move image {number} back')
export const removeImage = message('Remove image {number}')
export const note = message('What matters')
export const noteHint = message('Freckles, short red hair')
export const description = message('Description')
export const descriptionHint = message('For models that take no images')
export const rights = message('Rights note')
export const rightsHint = message('Who may use it for what. Never sent.')
export const usedBy = message('Used by {count, plural, one {# image} other {# images}}')
export const rankedByLikeness = message('Ranked by likeness')
export const similarImages = message('Find similar images')
export const notUsed = message('Not used yet')
export const deleteLabel = message('Delete')
export const save = message('Save')
export const unsaved = message('Unsaved changes')
export const unsavedOf = message('Save changes to @{name}?')
export const unsavedNew = message('This reference has no name yet.')
export const discard = message('Discard')
export const keepEditing = message('Keep editing')
export const exportLabel = message('Export…')
export const exportHint = message('With its images, which keep their metadata, and the rights note')
export const exportedTo = message('Exported @{name} to {path}.')
export const importLabel = message('Import…')
export const importedAs = message('Imported @{nameInFile} as @{name} because the name is taken.')
export const importedReference = message('Imported @{name}.')
export const deleted = message('Deleted @{name}.')
export const nameFormat = message('Use letters, digits, - and _, up to 40, with a letter or digit first and last.')
export const nameUsed = message('Another reference has this name.')

// Gallery
export const addToReference = message('Add to reference')
export const addedTo = message('Added {count, plural, one {# image} other {# images}} to @{name}.')
export const alreadyIn = message('All of these are already in @{name}.')
export const referenceFull = message('@{name} has {max} images already, which is the most.')
