import { message } from '../message.ts'

// Combine modes
export const newLabel = message('New')
export const intersect = message('Intersect')
export const add = message('Add')
export const subtract = message('Subtract')

// Navigator
export const navigator = message('Navigator')
export const zoom = message('Zoom')
export const zoomAndFit = message('Zoom {percent}. Fit in window')
export const visibleArea = message('Visible area. Arrow keys move it.')

// Color range dialog
export const cancel = message('Cancel')
export const select = message('Select')
export const working = message('Working…')
export const selectByColor = message('Select by color')
export const color = message('Color')
export const tolerance = message('Tolerance')
export const mode = message('Mode')
export const colorRangeHint = message('Use the eyedropper to pick a color from the image.')

// Extent options
export const extendLeft = message('Extend left')
export const extendUp = message('Extend up')
export const extendDown = message('Extend down')
export const extendRight = message('Extend right')
export const extendOneSide = message('Extend one side by a quarter')
export const extendByQuarter = message('Extend by ¼')
export const frameHint = message('Drag beyond the image, extend a side or select an aspect ratio, then press Expand.')
export const height = message('Height')
export const removeFrame = message('Remove frame')
export const x = message('X')
export const y = message('Y')
export const cropHint = message(
  'Drag over the area to keep, or press Enter to keep everything. Undo restores the rest.',
)
export const outputSize = message('Output: {width} × {height} px')
export const applyCrop = message('Apply crop')
export const free = message('Free ratio')
export const original = message('Original')
export const aspectRatio = message('Aspect ratio')

// Import mask dialog
export const newMask = message('New mask')
export const replace = message('Replace')
export const importLabel = message('Import')
export const importMask = message('Import mask')
export const maskPreview = message('Mask {name}, white is repainted')
export const maskScaled = message('The mask was scaled to the size of the image.')
export const whiteIsRepainted = message('White is repainted: {share}% of the image.')
export const invert = message('Invert')
export const invertHint = message('For masks in which black or transparent areas are repainted.')
export const importAs = message('Import as')

// Layer entries
export const duplicateLayer = message('Duplicate layer')
export const hideLayer = message('Hide layer')
export const showLayer = message('Show layer')
export const moveLayerUp = message('Move layer up')
export const moveLayerDown = message('Move layer down')
export const deleteLayer = message('Delete layer')

// Layers panel
export const placeImage = message('Place image…')
export const newPaintLayer = message('New paint layer')
export const layers = message('Layers')
export const imageLayerHint = message('The image. Masks select what is repainted.')
export const imageKind = message('image')
export const paintLayerKind = message('paint layer')
export const placedImageKind = message('placed image')
export const opacity = message('Opacity')
export const layerOpacity = message('Layer opacity')
export const moveNameUp = message('Move {name} up')
export const moveNameDown = message('Move {name} down')
export const deleteName = message('Delete {name}')

// Masks panel
export const importMaskButton = message('Import mask…')
export const exportMask = message('Export mask…')
export const masks = message('Masks')
export const mask = message('Mask')
export const addTo = message('Add to “{name}”')
export const subtractFrom = message('Subtract from “{name}”')
export const intersectWith = message('Intersect with “{name}”')
export const duplicate = message('Duplicate')
export const deleteLabel = message('Delete')
export const clear = message('Clear')
export const samplingArea = message('Sampling area')
export const maskKind = message('mask')
export const samplingKind = message('source of the fill')
export const resetToAutomatic = message('Reset to automatic')
export const strength = message('Strength')
export const maskStrength = message('Mask strength')
export const strengthHint = message('Maximum opacity of the mask. At 60%, the result covers the image by 60%.')
export const tint = message('Tint')
export const colorOf = message('Color of {name}')
export const duplicateName = message('Duplicate {name}')
export const restoreMask = message('Restore mask')
export const guessSubject = message('Guess subject')
export const selectColor = message('Color…')
export const refine = message('Refine…')
export const grow = message('Grow')
export const growHint = message('Expands the mask so that no edge remains')
export const softEdge = message('Soft edge')
export const softEdgeHint = message('Blends the result into the image over this many pixels')
export const automaticEdge = message('Automatic edge')
export const automaticEdgeName = message('Automatic edge (grow and soft edge)')
export const automaticEdgeHint = message('Grow and soft edge follow the size of the mask.')
export const outline = message('Outline')
export const off = message('Off', 'overlay')
export const blackAndWhite = message('B/W')
export const showAs = message('Show as')

// Place options
export const placeImageHint = message('Place an image first: use the button in Layers or drop a file there.')
export const centerX = message('Center X')
export const centerY = message('Center Y')
export const width = message('Width')
export const rotation = message('Rotation (°)')
export const flipHorizontal = message('Flip horizontal')
export const flipVertical = message('Flip vertical')
export const rotateLeft = message('Rotate 90° left')
export const rotateRight = message('Rotate 90° right')
export const originalSize = message('Original size')

// Refine dialog
export const shrink = message('Shrink')
export const feather = message('Feather')
export const smooth = message('Smooth')
export const border = message('Border')
export const fillHoles = message('Fill holes')
export const growDescription = message('Expands the mask on all sides.')
export const shrinkDescription = message('Contracts the mask on all sides.')
export const featherDescription = message('Softens the edge, half inside and half outside.')
export const smoothDescription = message('Rounds corners and ragged edges.')
export const borderDescription = message('Keeps only a band along the edge.')
export const fillHolesDescription = message('Fills enclosed areas.')
export const undo = message('Undo')
export const done = message('Done')
export const apply = message('Apply')
export const refineMask = message('Refine mask')
export const operation = message('Operation')
export const amount = message('Amount')

// Surface row
export const hideName = message('Hide {name}')
export const showName = message('Show {name}')
export const rename = message('Rename')
export const name = message('Name')

// Rectangle input
export const enterWholeNumber = message('Enter a whole number from {min} to {max}.')

// Rectangle dialog
export const addRectangle = message('Add rectangle')
export const subtractRectangle = message('Subtract rectangle')
export const sampleFromRectangle = message('Sample from rectangle')
export const maskRectangle = message('Mask rectangle')
export const rectangleHint = message('In pixels. Image size: {widthPx} × {heightPx}.')
export const addOrSubtract = message('Add or subtract')

// Comparison slider
export const beforeAfter = message('Before and after')
export const percentBefore = message('{share}% before')
export const before = message('Before')
export const after = message('After')

// Edit plan
export const editPlan = message('Edit plan…')

// Tool options
export const antiAlias = message('Anti-alias')
export const selectionHint = message('Shift adds, Alt subtracts, Shift+Alt intersects.')
export const contiguous = message('Contiguous')
export const sampleAllLayers = message('Sample all layers')
export const linear = message('Linear')
export const radial = message('Radial')
export const gradientType = message('Gradient type')
export const objectHint = message(
  'Click an object, or drag a box around it. Shift+click adds a part to it, Alt+click removes one.',
)
export const gradientHint = message('Drag from full strength to zero. Shift snaps to 45°.')
export const setSourceHint = message('Alt+click to set the source, then paint.')
export const sourceAt = message('Source: {x}, {y}. Alt+click to change it.')
export const aligned = message('Aligned')
export const alignedHint = message('Off: every stroke starts at the source.')
