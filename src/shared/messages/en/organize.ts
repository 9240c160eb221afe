import { plainMessage as message } from '../plain-message.ts'

// Command
export const organize = message('Rate, flag, label, tag and collect images of the library.')
export const organizeDetails = message(
  'Changes all the images or none. What is not named stays as it is. Images can be trashed in the Gallery only.',
)
export const ids = message('IDs of images, as printed by search and list')
export const rating = message('Stars, 0 to 5.')
export const notes = message('Notes; an empty text removes them.')
export const tag = message('Add a tag.')
export const untag = message('Remove a tag.')
export const collection = message('Add to the collection with this name; it is created if there is none.')
export const removeFrom = message('Remove from the collection with this name.')

// Tool
export const toolTitle = message('Organize images')
export const toolDescription = message(
  'Rate (0 to 5 stars), flag, label, tag, annotate and collect images of the library, free; what is left out stays as it is. To sort what search_library found, or to keep the best of several results together. Images are never removed. Example: {example}. Returns the annotations of the images afterwards.',
)
export const idsField = message('Library IDs of the images; all are changed or none.')
export const ratingField = message('Stars, 0 (none) to 5.')
export const flagField = message('pick, reject or none.')
export const labelField = message('Color label, or none.')
export const notesField = message('Replaces the notes; an empty text removes them.')
export const addTagsField = message('Tags to add; spelling in upper or lower case is the same tag.')
export const removeTagsField = message('Tags to remove.')
export const addToField = message('Name of a collection; created if there is none.')
export const takeFromField = message('Name of the collection to remove the images from.')

// Problems
export const nothingToOrganize = message('Nothing to change. Name a rating, flag, label, notes, tags or a collection.')
export const noCollection = message('There is no collection named “{name}”.')
export const ambiguousCollection = message('Several collections are named “{name}”. Rename one in the Gallery.')
export const notHandPicked = message(
  '“{name}” is a smart collection or contains other collections. Choose another name.',
)
export const notAName = message('A collection needs a name of at most 200 characters.')
export const notATag = message('“{tag}” cannot be a tag: at most 100 characters, without quotation marks.')
