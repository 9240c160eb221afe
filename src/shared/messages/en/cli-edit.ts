import { plainMessage as message } from '../plain-message.ts'

// Fill
export const fill = message('Fill the masked area from the rest of the image or by a model, on this computer.')
export const samplingMask = message('Second mask: copy only from its white area.')
export const fillModel = message('Model for removal, such as LaMa, by name. Default: content-aware fill.')
export const modelTakesNoSampling = message(
  '--sampling and --color-adaptation are for content-aware fill. Leave them out, or leave out --model.',
)
export const seamColorMatch = message('Strength of color matching at the seam. Default: 0.5.')
export const secondsAndSeed = message('{seconds} s · seed {seed}')
export const seconds = message('{seconds} s')

// Expand
export const expand = message('Expand an image beyond its edges, on this computer.')
export const expandSide = message('Pixels, or a percentage such as 25%.')
export const targetAspectRatio = message('Target aspect ratio, instead of sides.')
export const ratioOrSides = message('Use --ratio or sides, not both.')
export const ratioNotValid = message('--ratio must be an aspect ratio such as 16:9.')
export const sidesMissing = message('Add --left, --right, --top or --bottom, or --ratio.')
export const sideNotValid = message('--{side} must be pixels such as 200, or a percentage such as 25%.')

// Edit
export const editImage = message('Edit an image with a model.')
export const editDetails = message(
  'With a mask, only its white area changes. The result shows how many pixels changed inside and outside the mask.',
)
export const editPrompt = message('What to add or change')
export const offsetNotValid = message(
  '--offset must look like --offset=X,Y, in pixels from -{max} to {max}, not “{value}”.',
)
export const markupNotValid = message('{path} is not a list of marks: {problem}')
export const cannotReadMarkup = message('Could not read the marks {name}.')
export const boxNotValid = message('--box must be X,Y,WIDTH,HEIGHT in pixels, not “{value}”.')
export const frameNotValid = message(
  '--frame must be LEFT,TOP,RIGHT,BOTTOM or WIDTHxHEIGHT+X+Y in pixels, not “{value}”.',
)

// Reblend
export const reblend = message('Blend the stored result of an edit again, as a new image.')
export const editId = message('Image ID of an edit')
export const noStoredResult = message('“{name}” is not an edit with a stored result.')

// Merge
export const merge = message('Merge the masked area of one image into another of the same size.')
export const mergeTarget = message('File or ID of the image to change')
export const mergeSource = message('File or ID of the image to copy from')

// Upscale
export const upscale = message('Upscale an image on this computer.')
export const upscaler = message('Upscaler, optional if there is only one. To list them: atelier models list')
export const scaleFactor = message('Scale factor. Default: 4.')
export const upscalerUnknown = message('“{id}” is not an upscaler.{didYouMean} Available: {known}.')
export const chooseUpscaler = message('Add --model ID, one of {ids}.')

// Masks
export const maskFileEmpty = message(
  'The mask is empty: no part of it is white, so nothing would change. Nothing was sent. Check that white marks what is edited.',
)
export const maskCoversAll = message(
  'The mask covers the whole image, so all of it would change. Nothing was sent. To edit the whole image, leave the mask out; otherwise make what is kept black.',
)

// What changed
export const changedPixels = message('changed {inside} px inside the mask, {outside} outside')
export const changedPixelsOf = message(
  'changed {inside} of {insideTotal} px inside the mask, {outside} of {outsideTotal} outside',
)
export const notPasted = message(
  'not pasted, because it does not match the area around the mask (to paste it anyway: --force-paste, or atelier reblend)',
)
export const notAligned = message('not aligned, because nothing in it can be compared')
export const aligned = message('moved {x}, {y} px, match {correlation}')
export const maskKept = message('mask respected')
export const maskIgnored = message('the model seems to have ignored the mask')
export const nothingChanged = message('the model changed nothing in the mask')
export const sentArea = message('sent {width} × {height} at {x},{y} as {frameWidth} × {frameHeight}')
export const lossyOutput = message(
  '{file} uses lossy compression, which also changes pixels outside the mask. To keep them, use PNG or TIFF.',
)
