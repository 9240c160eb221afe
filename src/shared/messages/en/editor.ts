import { message } from '../message.ts'

// Mask png
export const maskSizeDiffers = message('The mask and the image have different sizes. Nothing was changed.')
export const maskUnreadable = message('Could not read the mask.')

// Tile storage
export const paintingDamaged = message(
  'Part of your painting is damaged on disk. The image is not affected. Paint that part again.',
)

// Canvas session
export const clear = message('Clear {name}')

// Drag gesture
export const frame = message('Frame')
export const moveLayer = message('Move layer')

// Extent actions
export const crop = message('Crop')
export const keepResult = message('Keep result')
export const cropping = message('Cropping')

// Layer actions
export const paintName = message('Paint {number}')
export const newPaintLayer = message('New paint layer')
export const image = message('Image')
export const placeImage = message('Place image')
export const nameCopy = message('{name} copy')
export const duplicateLayer = message('Duplicate layer')
export const fillLayer = message('Fill layer')
export const renameLayer = message('Rename layer')
export const showLayer = message('Show layer')
export const hideLayer = message('Hide layer')
export const layerOpacity = message('Layer opacity')

// Mask actions
export const maskName = message('Mask {number}')
export const newMask = message('New mask')
export const duplicateMask = message('Duplicate mask')
export const restore = message('Restore {name}')
export const invert = message('Invert {name}')
export const addMask = message('Add “{name}”')
export const subtractMask = message('Subtract “{name}”')
export const intersectMask = message('Intersect with “{name}”')
export const replaceWithMask = message('Replace with “{name}”')
export const selectAll = message('Select all')
export const selectBorder = message('Select border')
export const renameMask = message('Rename mask')
export const maskOn = message('Mask on')
export const maskOff = message('Mask off')
export const maskStrength = message('Mask strength')
export const maskColor = message('Mask color')

// Paint driver
export const mask = message('Mask')

// Selection actions
export const growMask = message('Grow mask')
export const shrinkMask = message('Shrink mask')
export const featherMask = message('Feather mask')
export const smoothMask = message('Smooth mask')
export const fillHoles = message('Fill holes')
export const maskBorder = message('Mask border', 'refine')
export const selectByColor = message('Select by color')
export const selectingByColor = message('Selecting by color')
export const selectColor = message('Select color')
export const guessingSubject = message('Guessing subject')
export const guessSubject = message('Guess subject')
export const selectObject = message('Select object')
export const selectingObject = message('Selecting object')
export const clickObject = message('Click an object, or drag a box around it.')
export const fillByColor = message('Fill by color')
export const importMask = message('Import mask')
export const readingMask = message('Reading mask')

export const filling = message('Filling')

// Session core
export const stepCanceled = message('Canceled: {step}')
export const undone = message('Undone: {step}')
export const redone = message('Redone: {step}')

// Stroke gesture
export const inSamplingArea = message('Sampling area: {step}')

// Stroke actions
export const sourceAt = message('Source: {x}, {y}')

// Tool actions
export const placeImageFirst = message('Place an image first: use the button in Layers or drop a file there.')
export const strokeDiscarded = message('Discarded the last stroke because it was not finished.')
export const colorPicked = message('Color {color}')

// All tools
export const brushKeys = message('Arrow keys move the brush. Enter starts and ends a stroke, Escape cancels it.')
export const cloneKeys = message(
  'Arrow keys move the brush. Enter sets the source, then starts and ends a stroke. Backspace resets the source.',
)
export const clickKeys = message('Arrow keys move the pointer. Enter clicks.')
export const lassoKeys = message('Arrow keys move the pointer. Enter starts drawing, then closes the outline.')
export const polygonKeys = message(
  'Arrow keys move the pointer. Enter adds a corner, twice closes the outline. Backspace removes the last corner.',
)

// Brush tool
export const paint = message('Paint')
export const erase = message('Erase')
export const clone = message('Clone')
export const heal = message('Heal')
export const setSourceFirst = message('Alt+click to set the source first.')

// Crop tool
export const cropKeys = message('Arrow keys move the crop, with Shift they resize it. Enter crops, Escape cancels.')
export const nothingToCrop = message('The crop is the whole image. Nothing to crop.')

// Frame tool
export const frameKeys = message('Arrow keys move the frame, with Shift they resize it. Enter applies, Escape cancels.')

// Gradient tool
export const gradientKeys = message(
  'Arrow keys move the line, with Shift they move its end. Enter applies, Escape cancels.',
)
export const fromTo = message('From {from} to {to}')
export const gradient = message('Gradient')

// Lasso tool
export const lasso = message('Lasso')

// Move tool
export const onlyImageLayers = message('Only image layers can be moved. Select one in Layers first.')
export const moveKeys = message(
  'Arrow keys move the layer, with Shift by 10 px. Alt with up and down scales it, Alt with left and right rotates it.',
)

// Point tools
export const imageLayerNotFilled = message('Image layers cannot be filled. Select a mask or a paint layer first.')

// Polygon tool
export const cornerAt = message('Corner {number} at {point}')
export const polygonTooShort = message('A polygon needs at least three corners.')
export const polygon = message('Polygon')

// Shape tool
export const shapeKeys = message('Arrow keys move the shape, with Shift they resize it. Enter applies, Escape cancels.')

export const rectangle = message('Rectangle')
export const ellipse = message('Ellipse')

// Targets
export const masksOnly = message('This tool works on masks. Select a mask first.')
export const paintLayersOnly = message('This tool works on paint layers. Select or add one first.')

// Travel
export const areaAt = message('{widthPx} × {heightPx} at {x}, {y}')

// Document pixels
export const pixelsUnreadable = message(
  'Can’t read the image, so nothing was changed. What you painted is kept. Try again.',
)

// Commands
export const manualSamplingArea = message('Manual sampling area')
export const automaticSamplingArea = message('Automatic sampling area')
export const deleteMask = message('Delete mask')
export const deleteLayer = message('Delete layer')
export const reorderLayer = message('Reorder layer')
export const removeFrame = message('Remove frame')
export const samplingArea = message('sampling area')
