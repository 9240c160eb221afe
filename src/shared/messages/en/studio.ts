import { message } from '../message.ts'

// Card details
export const retry = message('Retry')

// Detail facts
export const seed = message('Seed')
export const freePrice = message('free')

// Run labels
export const priceUnknown = message('price unknown')
export const newImage = message('New image')

// After first fill, and in the results strip
export const exportLabel = message('Export…')
export const dismiss = message('Dismiss')

// Card text
export const seedFact = message('seed {seed}')

// Document tabs
export const expandTaskPanel = message('Expand task panel')
export const collapseTaskPanel = message('Collapse task panel')
export const expandToolOptions = message('Expand tool options')
export const collapseToolOptions = message('Collapse tool options')
export const maskOverlay = message('Mask overlay')
export const overlay = message('Overlay')
export const holdForOriginal = message('Hold to see the original')
export const original = message('Original')
export const openDocuments = message('Open documents')
export const allDocuments = message('All documents')
export const closeName = message('Close {name}')
export const fitInWindow = message('Fit in window')
export const zoomToMask = message('Zoom to mask')
export const zoomIn = message('Zoom in')
export const zoomOut = message('Zoom out')
export const zoomLevel = message('Zoom {percent}')
export const notSaved = message('Changes could not be saved. Retrying…')
export const imageSize = message('Image size')

// Edit actions
export const openImageFirst = message('Open an image first.')
export const paintAreaFirst = message('Paint over the area to merge first.')
export const otherAspectRatio = message('Both images must have the same aspect ratio.')
export const isOpenImage = message('This is the open image.')

// Job labels
export const preparing = message('preparing')
export const sending = message('sending')
export const starting = message('starting')
export const waiting = message('waiting')
export const fetching = message('fetching')
export const finishing = message('finishing')
export const paused = message('paused')
export const next = message('next')
export const filling = message('Filling…')
export const expanding = message('Expanding…')
export const finishingOnServer = message('finishing on the server')
export const rateLimited = message('rate limited · {time}')
export const queuePosition = message('position {place} in queue')
export const timeLeft = message('{time} left')
export const mergingArea = message('Merging area…')
export const reblending = message('Reblending…')
export const theModel = message('The model')
export const maskIgnored = message('{model} seems to have ignored the mask. Atelier kept everything outside unchanged.')
export const nothingChanged = message('{model} seems to have changed nothing inside the mask.')
export const wasBilled = message('billed')
export const notBilled = message('not billed')
export const mayHaveBeenBilled = message('may have been billed')
export const cannotStop = message('Cannot stop: the server finishes this image first')
export const cannotStopHint = message(
  'Cannot stop: the server finishes this image first. It will be discarded. To stop it now, restart the server.',
)
export const canceledAfterSending = message('Canceled after sending · {billed}')
export const promptRefused = message('{provider} refused the prompt')
export const inputRefused = message('{provider} refused an input image')
export const resultRefused = message('{provider} refused the result')
export const requestRefused = message('{provider} refused the request')
export const attemptFailed = message('{model}: {problem}')
export const nowModel = message('now {model}')
export const thenModel = message('then {model}')
export const madeBy = message('made by {model}')

// Keep actions
export const isOpenImageReject = message('This result is the open image. Undo first, then reject it.')
export const resultKept = message('Result kept. Undo restores the image, mask and prompt.')
export const resultMovedToTrash = message('Moved result to trash.')
export const undo = message('Undo')

// Local engine
export const contentAwareFill = message('Content-aware fill')

// Loose result
export const preview = message('Preview')
export const result = message('Result')

// Message actions
export const editPrompt = message('Edit prompt')
export const tryAnotherModel = message('Try another model')
export const editUrl = message('Edit URL')
export const openModels = message('Open Models')

// Open stage
export const canvas = message('Canvas')

// Result card
export const fill = message('Fill')
export const openAsNewDocument = message('Open as new document')
export const keep = message('Keep')
export const reject = message('Reject', 'result')
export const pasteAnyway = message('Paste anyway')

// Results strip
export const results = message('Results')
export const resultsHint = message('Results appear here, side by side. Nothing is overwritten.')
export const expandResults = message('Expand results')
export const collapseResults = message('Collapse results')
export const beforeAfter = message('Before/after')
export const open = message('Open')
export const browse = message('Browse')

// Sampling field
export const automatic = message('Automatic')
export const manual = message('Manual')
export const samplingArea = message('Sampling area')
export const paintArea = message('Paint area')
export const samplingHint = message('The fill copies only from the green area.')
export const paintSamplingHint = message('Paint where the fill may copy from.')

// Seed field
export const random = message('Random')
export const fixed = message('Fixed')
export const lastSeed = message('Last: {seed}')
export const reuse = message('Reuse')
export const seedNumber = message('Seed number')
export const seedRange = message('Enter a whole number from 0 to 18446744073709551615.')

// Strip line
export const changed = message('Changed:')
export const changedPixels = message('{inside} px inside, {outside} outside')
export const outsideChanged = message('Pixels outside the mask changed. Please report this.')
export const jobProgress = message('{model}: {progress}')
export const imagesFailedFor = message('{count, plural, one {# image} other {# images}} failed: {title}.')
export const imagesRefusedFor = message('{count, plural, one {# image} other {# images}} refused: {title}.')
export const showDifferences = message('Show differences')
export const notPastedHint = message('The result does not fit: the model changed the layout.')
export const notPasted = message('Not pasted.')
export const requestedSize = message('(requested {size})')

// Studio
export const task = message('Task')
export const toolOptions = message('Tool options')
export const studio = message('Studio')
export const tryAgain = message('Try again')
export const openingImage = message('Opening image…')
export const openImageTitle = message('Open image')
export const newImageHint = message('Write a prompt and press Generate, or open an image to edit.')
export const openImageHint = message(
  'Drop, paste, or choose an image. It is copied to your library; the file never changes.',
)
export const openFile = message('Open…')
export const openLatestImage = message('Open latest image')
export const masksAndLayers = message('Masks and layers')

// Tasks
export const fillHint = message('Repaints the masked area from a prompt or its surroundings.')
export const fillPlaceholder = message('What should be there?')
export const add = message('Add')
export const addHint = message('Adds something to the masked area, matching light and scale.')
export const addPlaceholder = message('What should be added?')
export const remove = message('Remove')
export const removeHint = message('Removes what you painted over and continues the background.')
export const removePlaceholder = message('What is behind it? (optional)')
export const background = message('Background')
export const backgroundHint = message('Replaces the background and keeps the subject.')
export const backgroundPlaceholder = message('What should the background be?')
export const expand = message('Expand')
export const expandHint = message('Continues the image beyond its edges.')
export const expandPlaceholder = message('What should be there? (optional)')
export const wholeImage = message('Whole image')
export const wholeImageHint = message('Changes the whole image to match your prompt.')
export const wholeImagePlaceholder = message('What should it become?')
export const newImageTaskHint = message('Creates an image from a prompt.')
export const newImagePlaceholder = message('What do you want to see?')
export const variations = message('Variations')
export const variationsHint = message('Creates variations of the image.')
export const variationsPlaceholder = message('What should be different? (optional)')

// Progress labels
export const noNetwork = message('no network')
