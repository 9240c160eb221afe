import { message } from '../message.ts'

export { cancel, defaultValue, models, negativePromptField, off, output, prompt } from './form.ts'

// Control section
export const controlImage = message('Control image')
export const controlNet = message('ControlNet')
export const strength = message('Strength')
export const controlStrength = message('Control strength')
export const preprocessor = message('Preprocessor')
export const noPreprocessor = message('None')
export const edges = message('Edges')
export const depth = message('Depth')
export const pose = message('Pose')
export const noPreprocessorHint = message('The image is used as is.')
export const edgesHint = message('For canny ControlNets. Edges are detected when you generate.')
export const depthHint = message('For depth ControlNets. Near is white, far is black.')
export const poseHint = message('For OpenPose ControlNets.')
export const makingDepth = message('Estimating depth…')
export const makingPose = message('Finding people…')
export const noControlNet = message('No ControlNet for {model} on this computer. Download one, or add its folder.')
export const openModels = message('Open Models')
export const chooseControlImage = message('Choose control image')
export const dropImage = message('Drop an image, or click to choose')
export const openImageAsControl = message('Use open image')
export const removeControlImage = message('Remove control image')

// Model item
export const selected = message('selected')
export const only = message('Only')

// Model picker
export const searchModels = message('Search models')
export const supportsMasks = message('Supports masks')
export const noModelsFound = message('No models found.')
export const deselect = message('Deselect')
export const select = message('Select')
export const onlyThisModel = message('Use only this')
export const favorite = message('Favorite')
export const favorites = message('Favorites')
export const addApiKeyFor = message('Add API key for {provider}…')
export const enableProvider = message('Enable {provider}…')

// Image picker
export const referenceImages = message('Reference images')
export const imageCount = message('{count, plural, one {# image} other {# images}}')
export const takeImage = message('Use image')
export const takeImages = message('Use images')
export const showMore = message('Show more')

// Recall image
export const modelFileMissing = message(
  'Model file not found: {name}, SHA-256 {sha256}. Add its folder in Models, or choose another model.',
)
export const noGenerationDetails = message('This image has no generation details.')

// LoRA field
export const loras = message('LoRAs')
export const loraNumber = message('LoRA {number}')
export const loraUrlOrName = message('LoRA URL or name')
export const loraName = message('LoRA name')
export const removeLora = message('Remove LoRA {number}')
export const weight = message('Weight')
export const addLora = message('Add LoRA')

// Plan labels
export const maskSentWhite = message('sent, white = repainted')
export const maskSentBlack = message('sent, black = repainted')
export const maskSentTransparent = message('sent, transparent = repainted')
export const maskSentAsImage = message('sent as a second image, described in the prompt')
export const maskApplied = message('not sent: Atelier applies it to the result')
export const sentArea = message('{area} of the image → {sent}')
export const sentAreaWithin = message('{area} of the image → {sent} within {frame}')

// Request preview
export const maskPreview = message('Mask preview')
export const maskSent = message('Mask sent')
export const maskUsed = message('Mask used')
export const whiteIsRepainted = message('white = repainted')
export const shownWhenReady = message('Shown when it can be sent.')
export const area = message('Area')
export const moreCount = message('and {count} more')

// Expand help
export const expandBy = message('Expand by')
export const sideInPixels = message('{side} in pixels')
export const px = message('px')
export const left = message('Left')
export const right = message('Right')
export const top = message('Top')
export const bottom = message('Bottom')
export const expandLeft = message('Expand left by a quarter')
export const expandRight = message('Expand right by a quarter')
export const expandTop = message('Expand top by a quarter')
export const expandBottom = message('Expand bottom by a quarter')
export const aspectRatio = message('Aspect ratio')
export const noFrame = message('No frame')
export const reset = message('Reset')

// Option fields
export const on = message('On')
export const requiredField = message('{label} (required)')

// Read number
export const wholeNumber = message('Enter a whole number.')
export const wholeNumberFrom = message('Enter a whole number, {min} or more.')
export const wholeNumberTo = message('Enter a whole number, {max} or less.')
export const wholeNumberBetween = message('Enter a whole number from {min} to {max}.')
export const number = message('Enter a number.')
export const numberFrom = message('Enter a number, {min} or more.')
export const numberTo = message('Enter a number, {max} or less.')
export const numberBetween = message('Enter a number from {min} to {max}.')

// References section
export const addReferenceImages = message('Add reference images')
export const dropImages = message('Drop images, or click to choose')
export const referenceImage = message('Reference image {number}')
export const removeReferenceImage = message('Remove reference image {number}')
export const referencesIgnored = message('{model} does not use reference images.')
export const referencesLimited = message(
  '{model} uses only the first {max, plural, one {reference image} other {# reference images}}.',
)

// Size field
export const sameAsImage = message('Same as image')
export const sizeField = message('Size')
export const aspectRatioField = message('Aspect ratio, default {size}')
export const resolution = message('Resolution')
export const tier = message('{id} · {megapixels} MP')
export const sizeWithDefault = message('Size, default {size}')
export const customSize = message('Custom size')
export const width = message('Width')
export const height = message('Height')

// Task help
export const background = message('Background')
export const guessing = message('Guessing…')
export const guessBackground = message('Guess background')
export const mask = message('Mask')
export const maskNotUsed = message('This task does not use the mask.')
export const switchToFill = message('Use Fill')
