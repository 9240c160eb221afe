import { message } from '../message.ts'

export { cancel, mask, models, negativePromptField, prompt, referenceImages } from './form.ts'

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
export const shownWhenReady = message('Shown when it can be sent.')
export const area = message('Area')
export const moreCount = message('and {count} more')
