import { message } from '../message.ts'

export const mapOfImages = message('Map of images')
export const mapHint = message(
  'Images with similar content are close together. Arrow keys move to the next image, Enter opens it, plus and minus zoom.',
)
export const fitMap = message('Fit map')
export const zoomIn = message('Zoom in')
export const zoomOut = message('Zoom out')
export const nothingHere = message('No images in this part of the map')
export const tryAgain = message('Try again')

// Work
export const loadingMap = message('Loading map…')
export const computingMap = message('Arranging images…')
export const computingPaused = message('Arranging images is paused')
export const pause = message('Pause')
export const resume = message('Resume')
export const analyzedSoFar = message('{embedded} of {total} images analyzed')
export const mapFailed = message('Map not available')

// Empty map
export const noMapModel = message('No model to arrange images by content')
export const noMapModelText = message('Download a model that sees what images show.')
export const tooFewImages = message('Not enough images for a map')
export const tooFewImagesText = message('A map needs {min, plural, one {# image} other {# images}} or more.')
export const analyzingImages = message('Analyzing images…')
export const analyzingPausedText = message(
  '{embedded} of {total} images analyzed. Turn on “Analyze images in the background” under Settings → Library.',
)
