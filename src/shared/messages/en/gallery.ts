import { message } from '../message.ts'

export {
  addToCollection,
  chooseEditor,
  deletePermanently,
  imageCount,
  moveToTrash,
  newCollection,
  newFolder,
  newSmartCollection,
  openAllTags,
  openInStudio,
  openViewer,
  pick,
  picked,
  reject,
  rejected,
  removeFromCollection,
  searchImages,
  selectAll,
  selectNone,
  showAllImages,
  showInFolder,
  showLineage,
  unrated,
  useAsReference,
} from './gallery-commands.ts'

// All tags dialog
export const allTags = message('All tags')
export const findTag = message('Find tag')
export const searchTags = message('Search {count, plural, one {# tag} other {# tags}}')
export const tags = message('Tags')
export const moreTags = message('{count} more. Type to narrow the list.')
export const noTagsYet = message('No tags yet. Select images and press T.')
export const noMatchingTags = message('No matching tags.')
export const showTagged = message('Show images tagged {name}')
export const renameTag = message('Rename {name}')
export const removeTag = message('Remove {name}')
export const confirmRemoveTag = message('Remove “{name}” from {count, plural, one {# image} other {# images}}?')
export const cancel = message('Cancel')
export const remove = message('Remove')
export const newNameFor = message('New name for {name}')
export const rename = message('Rename')
export const merge = message('Merge', 'tags')
export const tagExists = message(
  '“{name}” is on {count, plural, one {# image} other {# images}} already. The tags will be merged.',
)

// Annotations panel
export const annotations = message('Annotations')
export const tooManyToCompare = message('Too many images to show shared values. Changes apply to all of them.')
export const notes = message('Notes')
export const mixedNotes = message('Mixed notes. Typing here replaces them all.')
export const label = message('Label')
export const red = message('Red')
export const orange = message('Orange')
export const yellow = message('Yellow')
export const green = message('Green')
export const blue = message('Blue')
export const purple = message('Purple')
export const inCollections = message('In collections')
export const addToCollectionLabel = message('Add to collection')

// Bulk bar
export const selectedImages = message('Selected images')
export const editTags = message('Tags…')
export const compareLimit = message('Compare (up to 9 images)')
export const compare = message('Compare')
export const exportImages = message('Export…')

// Flag field
export const flag = message('Flag')

// Stars field
export const rating = message('Rating')
export const mixed = message('Mixed')

// Tags field
export const tagAllWith = message('Tag all with {name}, {tagged} of {count} tagged')
export const addToAll = message('Add to all')
export const addTag = message('Add tag')

// Collection row
export const collectionRow = message('{name}, collection, {count, plural, one {# image} other {# images}}')
export const smartCollectionRow = message('{name}, smart collection, {count, plural, one {# image} other {# images}}')
export const folderRow = message('{name}, folder, {count, plural, one {# image} other {# images}}')
export const collectionName = message('Collection name')
export const editSearch = message('Edit search…')
export const addSelectedImages = message('Add selected images')
export const deleteAction = message('Delete')
export const moveUp = message('Move up')
export const moveDown = message('Move down')
export const moveInto = message('Move into')
export const moveToTopLevel = message('Move to top level')

// Gallery sources
export const library = message('Library')
export const allImages = message('All images')
export const trash = message('Trash')
export const duplicates = message('Duplicates…')
export const collections = message('Collections')
export const filters = message('Filters')
export const noCollections = message('Group any images. An image can be in several collections.')

// Time in trash
export const lastDay = message('last day')
export const daysLeft = message('{days, plural, one {# day} other {# days}} left')

// Gallery toolbar
export const gallery = message('Gallery')
export const exportAction = message('Export…')
export const importGroup = message('Import')
export const importAction = message('Import…')
export const moreImportOptions = message('More import options')
export const files = message('Files…')
export const folder = message('Folder…')
export const restore = message('Restore')
export const emptyTrash = message('Empty trash…')

// Gallery
export const information = message('Information')
export const tryAgain = message('Try again')
export const loadingLibrary = message('Loading library')
export const trashIsEmpty = message('Trash is empty')
export const trashHint = message('Deleted images stay here for 30 days.')
export const noImagesYet = message('No images yet')
export const noImagesHint = message('Drop, paste, or import images. Your results appear here too.')
export const openSampleProject = message('Open sample project')
export const importImages = message('Import images…')
export const collectionIsEmpty = message('This collection is empty')
export const nameIsEmpty = message('“{name}” is empty')
export const nothingFound = message('Nothing found')
export const noMatches = message('No images match your search.')
export const noMatchesIn = message('No images in “{name}” match your search.')
export const clearSearch = message('Clear search')
export const emptyCollectionHint = message('Drag images onto it, or select some and press B.')
export const emptySmartCollectionHint = message('No images match its search yet.')
export const emptyFolderHint = message('Folder for collections. Drag collections here.')
export const deletePermanentlyNow = message('Delete permanently')
export const confirmDelete = message('Delete {count, plural, one {# image} other {# images}} permanently?')
export const confirmDeleteHint = message(
  '{count, plural, one {The file is} other {The files are}} deleted from your computer. This cannot be undone.',
)

// Gallery grid
export const images = message('Images')

// Gallery tile
export const fileMissing = message('File missing')
export const damaged = message('Damaged')
export const loading = message('Loading')
export const noLongerInLibrary = message('No longer in library')
export const noThumbnail = message('No thumbnail')
export const hidden = message('hidden')
export const stackOf = message('stack of {count}')
export const inExpandedStack = message('in an expanded stack')

// List head
export const name = message('Name')
export const model = message('Model')
export const size = message('Size')
export const date = message('Date')
export const cost = message('Cost')
export const sortBy = message('Sort by')

// Use tile menu
export const reveal = message('Reveal')
export const copy = message('Copy')
export const openWithDefaultApp = message('Open with default app')
export const editIn = message('Edit in {app}')
export const collapseStack = message('Collapse stack')
export const expandStack = message('Expand stack ({count})')
export const findSimilar = message('Find similar')

// View bar
export const view = message('View')
export const countSelected = message('{count} selected')
export const newestFirst = message('Newest first')
export const oldestFirst = message('Oldest first')
export const byName = message('By name')
export const highestRatedFirst = message('Highest rated first')
export const largestFirst = message('Largest first')
export const mostExpensiveFirst = message('Most expensive first')
export const bestMatchFirst = message('Best match first')
export const sortOrder = message('Sort order')
export const stackRelatedImages = message('Stack related images')
export const grid = message('Grid')
export const justifiedRows = message('Justified rows')
export const list = message('List')
export const map = message('Map')
export const layout = message('Layout')
export const thumbnailSize = message('Thumbnail size')

// Organize dialogs
export const tagImages = message('{count, plural, one {Tag image} other {Tag # images}}')
export const done = message('Done')
export const tagsHint = message('Press Enter or comma to add. Dashed tags are on some images only.')
export const addImagesToCollection = message(
  '{count, plural, one {Add image to collection} other {Add # images to collection}}',
)
export const findOrCreateCollection = message('Find or create a collection')
export const newCollectionName = message('New collection “{name}”')
export const noCollectionsYet = message('No collections yet. Type a name to create one.')

// Facet section
export const clearFilter = message('Clear filter')
export const more = message('{count} more…')
export const searchMore = message('Search {count} more…')

// Facet labels
export const provider = message('Provider')
export const origin = message('Origin')
export const month = message('Month')
export const color = message('Color')
export const shape = message('Shape', 'proportions')
export const has = message('Has')
export const price = message('Price')
export const fileFormat = message('File format')
export const software = message('Software')
export const cyan = message('Cyan')
export const pink = message('Pink')
export const brown = message('Brown')
export const black = message('Black')
export const gray = message('Gray')
export const white = message('White')
export const noFlag = message('No flag')
export const noLabel = message('No label')
export const imported = message('Imported')
export const filled = message('Filled')
export const textToImage = message('Text to image')
export const edited = message('Edited')
export const variations = message('Variations')
export const cropped = message('Cropped')
export const expanded = message('Expanded')
export const square = message('Square')
export const landscape = message('Landscape')
export const portrait = message('Portrait')
export const composited = message('Composited')
export const removeBackground = message('Remove background')
export const continueInWords = message('Continue in words…')
export const replaceBackground = message('Replace background…')
export const describe = message('Describe')
export const describeLibrary = message('Describe all images')
export const backgroundRemoved = message('Background removed')
export const depthMap = message('Depth map')
export const pose = message('Pose')
export const areaMerged = message('Area merged')
export const editedExternally = message('Edited externally')
export const mask = message('Mask')
export const rawResponse = message('Raw response')
export const sourceImage = message('Source image')
export const derivedImages = message('Derived images')
export const prompt = message('Prompt')
export const negativePrompt = message('Negative prompt')
export const seed = message('Seed')
export const contentCredentials = message('Content Credentials')
export const location = message('Location')
export const workflow = message('Workflow')
export const description = message('Description')
export const a1111OrForge = message('A1111 or Forge')
export const plainText = message('Plain text')
export const free = message('Free')
export const underPrice = message('Under {price}')
export const priceRange = message('{from} to {to}')
export const priceFrom = message('{price} or more')

// Query problems
export const apply = message('Apply')

// Save search dialog
export const looksNotSaved = message('A search with looks: cannot be saved as a collection.')
export const enterSearch = message('Enter a search.')
export const save = message('Save')
export const saveSearch = message('Save search')
export const editSearchTitle = message('Edit search')
export const search = message('Search')
export const inside = message('Inside')
export const topLevel = message('Top level')
export const smartCollectionHint = message('Updates automatically with every image that matches.')

// Search box
export const searchPlaceholder = message('Search: text, rating:>3, tag:sea…')
export const searchSuggestions = message('Search suggestions')
export const madeFromImage = message('Made from {name}')
export const nothingSimilarTo = message('Nothing similar to {name}')
export const similarTo = message('Similar to {name}')
export const comparedBy = message('by {model}')
export const imagesNotAnalyzedYet = message('{count, plural, one {# image} other {# images}} not analyzed yet')
