import { message } from '../message.ts'

export {
  areaMerged,
  backgroundRemoved,
  compare,
  composited,
  cropped,
  depthMap,
  edited,
  editedExternally,
  expanded,
  exportAction,
  filled,
  imagesNotAnalyzedYet,
  imported,
  information,
  loading,
  pose,
  textToImage,
  tryAgain,
} from './gallery.ts'
export {
  backToGrid,
  closeDuplicates,
  closeLineage,
  fullScreen,
  imageCount,
  nextImage,
  openViewer,
  picked,
  previousImage,
  rejected,
  repeatStep,
  showLineage,
  zoomIn,
  zoomOut,
} from './gallery-commands.ts'

// Duplicate group
export const groupLabel = message('Group {number}')
export const keepOnlyThis = message('Keep only this')
export const largest = message('Largest')
export const sharpest = message('Sharpest')
export const tagCount = message('{count, plural, one {# tag} other {# tags}}')
export const keepDeleteRest = message('Keep {name}, delete the rest')

// Duplicates panel
export const duplicates = message('Duplicates')
export const threshold = message('Threshold')
export const similarityThreshold = message('Similarity threshold')
export const thresholdHint = message('0 finds identical images. Higher values find looser matches.')
export const findingDuplicates = message('Finding duplicates')
export const groupCount = message('{count, plural, one {# group} other {# groups}}')
export const noDuplicates = message('No duplicates')
export const noCloseMatches = message('No images match this closely. Increase the threshold to find more.')
export const noSimilarImages = message('No similar images.')
export const compareBy = message('Compare by')
export const appearance = message('Appearance')
export const content = message('Content')
export const similarity = message('Similarity')
export const minimumSimilarity = message('Minimum similarity')
export const similarityHint = message('99% finds nearly identical content. Lower values find looser matches.')
export const comparingImages = message('Comparing images…')
export const analyzedWith = message(
  '{analyzed} of {total, plural, one {# image} other {# images}} analyzed with {model}',
)
export const noCloseContent = message('No images match this closely. Lower the similarity to find more.')
export const noContentModel = message('No model to compare content')
export const noContentModelText = message('Download a model that sees what images show.')

// Family panel
export const lineageOf = message('Lineage of {name}')
export const showingNearest = message('showing the nearest')
export const noRelatedImagesYet = message('No related images yet.')
export const selectedImage = message('Selected image')
export const branchFromHereLabel = message('Branch from here')
export const repeatStepHint = message('Opens the source image with this step’s mask and prompt')
export const fitAll = message('Fit all')
export const noDerivedImages = message('No derived images')
export const showDerivedImages = message('{count, plural, one {Show # derived image} other {Show # derived images}}')

// Family tree
export const inTrash = message('in trash')
export const trashed = message('trash')
export const missing = message('missing')
export const fileMissing = message('file missing')

// Relationship labels
export const madeFrom = message('Made from')
export const areaFrom = message('Area from')
export const controlImage = message('Control image')
export const usedIn = message('Used in')
export const areaUsedIn = message('Area used in')
export const usedAsReferenceIn = message('Used as reference in')
export const usedAsControlImageIn = message('Used as control image in')
export const areaSource = message('Area source')
export const usesArea = message('Uses area')
export const reference = message('Reference')
export const asReference = message('As reference')
export const asControlImage = message('As control image')

// Step labels
export const addedTo = message('Added to')
export const repainted = message('Repainted')
export const variation = message('Variation')
export const removedFrom = message('Removed from')
export const newBackground = message('New background')

// Filmstrip
export const filmstrip = message('Filmstrip')

// Gallery viewer
export const viewer = message('Viewer')
export const backgroundTheme = message('Background: match theme')
export const backgroundBlack = message('Background: black')
export const backgroundGray = message('Background: middle gray')
export const backgroundWhite = message('Background: white')
export const imageGone = message('This image is no longer in the library.')
export const exitFullScreen = message('Exit full screen')

// Viewer bar
export const zoomFitOr100 = message('Zoom: fit or 100%. Current:')
export const moreActions = message('More actions')

// Viewer stage
export const fileUnreadable = message('The file is missing or cannot be read.')
