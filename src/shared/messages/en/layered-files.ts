import { plainMessage as message } from '../plain-message.ts'

// Default names
export const layer = message('Layer')
export const mask = message('Mask')
export const image = message('Image')

// Reasons a document cannot be opened
export const notDocument = message('“{name}” is not a document that Atelier can open. It opens these files: {formats}.')
export const newerDocument = message(
  '“{name}” was saved by a newer version of Atelier ({version}). Update Atelier to open it.',
)
export const damagedDocument = message('“{name}” is damaged. Try another copy of the file.')
export const damagedOrOtherType = message(
  '“{name}” is damaged, or not the file type its name says. Try another copy of the file.',
)
export const damagedPhotoshopDocument = message(
  '“{name}” is damaged or not a Photoshop document. Try another copy of the file.',
)
export const damagedTile = message('A painted area of this document is damaged. Restore a backup to repair it.')
export const documentTooLarge = message(
  '“{name}” is {width} × {height} pixels. Atelier opens images of up to {limit} pixels per side.',
)
export const largerThan2Gb = message('“{name}” is larger than 2 GB, the most that Atelier opens.')
export const entryTooLarge = message('“{name}” contains a file that is too large for Atelier ({entry}).')
export const encryptedOrUnknown = message('“{name}” is encrypted or compressed in a way that Atelier cannot open.')
export const tooMuchPaint = message('This document has more painted areas than Atelier can open.')
export const otherColorMode = message(
  '“{name}” is in the color mode {mode}, which Atelier does not open. Convert it to RGB, then open it again.',
)
export const multichannel = message('Multichannel')
export const duotone = message('Duotone')
export const tooManyLayers = message('This document has more layers than Atelier can open. Merge some, then try again.')
export const layersTooLarge = message(
  'The layers of this document are too large for Atelier. Crop or merge some, then try again.',
)

// Differences after opening
export const openedWith8Bits = message('“{name}” has {bits} bits per channel. Its layers were opened with 8 bits.')
export const lowestMerged = message('Atelier opens up to {most} layers. The lowest {count} were merged into the base.')
export const layerTooLarge = message('The layer “{name}” is too large for Atelier and was left out.')
export const blendModesLost = message('Blend modes are not supported. Opened as Normal: {names}.')
export const groupOpacitySpread = message(
  'Group opacity was applied to each layer, so overlapping layers show through each other: {names}.',
)
export const quoted = message('“{name}”')
export const andMore = message('{names} and {count} more')
export const notImported = message('Not imported: {features}.')
export const groupMasks = message('group masks')
export const oversizedLayers = message('layers too large for Atelier')
export const clippingMasks = message('clipping masks')
export const adjustmentLayers = message('adjustment layers')
export const layerEffects = message('layer effects')
export const vectorMasks = message('vector masks')
export const maskDensity = message('mask density')
export const maskFeather = message('mask feather')
export const disabledMasks = message('disabled layer masks')
export const fillLayers = message('fill layers')
export const shapes = message('shapes')
export const blendIf = message('Blend If')
export const knockout = message('knockout')
export const blendChannels = message('channels turned off for blending')
export const artboards = message('artboards')
export const savedSelections = message('saved selections')
export const spotColors = message('spot colors')
export const unknownLayers = message('layers of an unknown kind')
export const openedAsPixels = message('Opened as pixels: {features}.')
export const text = message('text')
export const smartObjects = message('smart objects')
export const layerMasks = message('layer masks')
export const openedMerged = message('None of its layers can be opened, so the merged image was opened.')

// Differences after saving, and failures
export const tooLargeForPhotoshop = message(
  'This document is too large for a Photoshop file. Save it as OpenRaster (.ora) or as an Atelier document.',
)
export const tooLargeForZip = message(
  'This document is larger than 4 GB, the most that this file type allows. Merge or delete layers, then save it again.',
)
export const croppedToCanvas = message('Too large to save completely, so cropped to the canvas: {names}.')
export const savedWith8Bits = message(
  'The image has more than 8 bits per channel, but {format} files have 8. To keep all of them, save an Atelier document.',
)
