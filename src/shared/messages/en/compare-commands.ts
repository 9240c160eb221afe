import { message } from '../message.ts'

// Compare commands
export const addImages = message('Add images…')
export const removeFromCompare = message('Remove from Compare')
export const removeAll = message('Remove all')
export const setAsReference = message('Set as reference')
export const moveEarlier = message('Move earlier')
export const moveLater = message('Move later')
export const openInStudio = message('Open in Studio')
export const exportLabel = message('Export…')
export const mergeMaskedAreaInto = message('Merge masked area into reference')
export const closeCompare = message('Close Compare')
export const grid = message('Grid')
export const sideBySide = message('Side by side')
export const slider = message('Slider')
export const overlay = message('Overlay')
export const blink = message('Blink')
export const difference = message('Difference')
export const rotateSlider = message('Rotate slider')
export const pauseOrResumeBlinking = message('Pause or resume blinking')
export const imageLabels = message('Image labels')
export const linkZoomPosition = message('Link zoom and position')
export const toggleFit = message('Fit or 100%')
export const zoomIn = message('Zoom in')
export const zoomOut = message('Zoom out')
export const nextImage = message('Next image')
export const previousImage = message('Previous image')
export const imageBelow = message('Image below')
export const imageAbove = message('Image above')
export const noStars = message('No stars')
export const stars = message('{rating, plural, one {# star} other {# stars}}')
export const removeFlag = message('Remove flag')

export const value = message('Value of models')

// Vote commands
export const grids = message('Grids')
export const blindVote = message('Blind vote…')
export const imageNumberBest = message('Image {number} is best')
export const leftBetter = message('Left is better')
export const rightBetter = message('Right is better')
export const tie = message('Tie')
export const undoVote = message('Undo vote')
export const endVote = message('End vote')

export const showOtherImage = message('Show the other image')
export const fit = message('Fit')
export const pick = message('Pick')
export const reject = message('Reject')
export const skip = message('Skip')

// Compare actions
export const tableFull = message(
  'Compare holds up to {max} images: {count, plural, one {# image was} other {# images were}} not added.',
)
export const selectAnotherImage = message('Select another image to merge from: this is the reference.')
export const differentAspectRatios = message(
  'The images have different aspect ratios: {size} and {referenceSize}. Crop one in Studio first.',
)
