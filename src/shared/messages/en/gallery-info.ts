import { message } from '../message.ts'

export {
  color,
  contentCredentials,
  copy,
  cropped,
  edited,
  imported,
  loading,
  madeFromImage,
  mask,
  model,
  name,
  negativePrompt,
  origin,
  price,
  prompt,
  provider,
  restore,
  seed,
  size,
  software,
  workflow,
} from './gallery.ts'
export { openInStudio, repeatStep, showInFolder, showLineage } from './gallery-commands.ts'
export { controlImage, repeatStepHint } from './gallery-viewer.ts'

// Copy actions
export const copyFailed = message('Could not copy. Select the text and press Ctrl+C.')

// Copy texts
export const copyPrompt = message('Copy prompt')
export const copiedPrompt = message('Copied prompt.')
export const negative = message('Negative')
export const copyNegative = message('Copy negative prompt')
export const copiedNegative = message('Copied negative prompt.')
export const copySeed = message('Copy seed')
export const copiedSeed = message('Copied seed.')
export const copyAll = message('Copy all details')
export const copiedAll = message('Copied generation details.')
export const all = message('All')
export const generationDetails = message('Generation details')
export const path = message('Path')
export const copyPath = message('Copy path')
export const copiedPath = message('Copied file path.')

// Credentials
export const unknownSigner = message('Unknown signer')
export const checking = message('checking…')
export const notChecked = message('could not be checked')
export const untitledImage = message('Untitled image')
export const signedBy = message('Signed by')
export const unknown = message('Unknown')
export const organization = message('Organization')
export const signedOn = message('Signed on')
export const noTimestamp = message('No timestamp')
export const actions = message('Actions')
export const ingredients = message('Ingredients')
export const signerHint = message('The signer is not verified: anyone can create a certificate under any name.')
export const created = message('Created')
export const createdOn = message('Created', 'date')
export const opened = message('Opened')
export const resized = message('Resized')
export const reencoded = message('Re-encoded')
export const filtered = message('Filtered')
export const rotated = message('Rotated')
export const enhanced = message('Enhanced')
export const watermarked = message('Watermarked')
export const published = message('Published')
export const metadataEdited = message('Metadata edited')
export const contentPlaced = message('Content placed')
export const contentRemoved = message('Content removed')
export const converted = message('Converted')
export const colorsAdjusted = message('Colors adjusted')
export const drawingAdded = message('Drawing added')
export const recordRedacted = message('Record redacted')
export const unknownAction = message('Unknown action')
export const unchangedSinceSigning = message('Unchanged since signing')
export const changedSinceSigning = message('Changed since signing')
export const invalidCredentials = message('Invalid credentials')

// File labels
export const fileMetadata = message('File metadata')
export const metadataUnreadable = message('Metadata could not be read. The image is not affected.')
export const source = message('Source')
export const embedded = message('Embedded')
export const fieldCount = message('{count, plural, one {# field} other {# fields}}')
export const containsLocation = message('Contains a location. Exports remove it by default.')

// Info panel
export const nothingSelected = message('Nothing selected')
export const nothingSelectedHint = message('Select an image to see its details.')
export const edit = message('Edit')
export const reblendInStudio = message('reblend in Studio')
export const maskHint = message('white = repainted')
export const file = message('File')
export const folder = message('Folder')
export const fileType = message('Type')
export const fileSize = message('File size')
export const inTrash = message('In trash')
export const fileNotFound = message(
  'File not found. Move it back to {path}, or press Del to remove it from the library.',
)
export const damagedPart = message(
  'Damaged: part of the image could not be read. What could be read is shown and used; the file is kept as it is.',
)
export const warnings = message('Warnings')
export const generatedOnComputer = message('Generated on this computer')
export const infoPanelNegativePrompt = message('negative prompt')
export const rewrittenByModel = message('rewritten by the model')
export const promptAsSent = message('Prompt as sent')
export const rewrittenPrompt = message('Rewritten prompt')

// Long text
export const showLess = message('Show less')
export const showAll = message('Show all')

// Image family
export const relatedImages = message('Related images')
export const sourceOf = message('Source of {count, plural, one {# image} other {# images}}')
export const areaUsedInCount = message('Area used in {count, plural, one {# image} other {# images}}')
export const referenceForCount = message('Reference for {count, plural, one {# image} other {# images}}')
export const controlImageForCount = message('Control image for {count, plural, one {# image} other {# images}}')
export const moreNotShown = message('more not shown')

// Recall actions
export const useAllSettings = message('Use all settings')
export const allExceptSeed = message('All except seed')
export const promptOnly = message('Prompt only')
export const reuseSettings = message('Reuse settings')

// Recipe facts
export const compositedLayers = message('Composited layers')
export const croppedFromAnotherImage = message('Cropped from another image')
export const backgroundRemoved = message('Background removed')
export const depthMapBy = message('Depth map, made with {model}')
export const poseBy = message('Poses, found with {model}')
export const backgroundRemovedBy = message('Background removed with {model}')
export const backgroundReplacedByColor = message('Background replaced by {color} with {model}')
export const backgroundReplacedByImage = message('Background replaced by another image with {model}')
export const backgroundBlurred = message('Background blurred by {percent}% with {model}')
export const areaMergedFromAnother = message('Area merged from another image')
export const editedInAnotherApp = message('Edited in another app')
export const madeInAtelier = message('Made in Atelier')
export const fill = message('fill')
export const add = message('add')
export const remove = message('remove')
export const expand = message('expand')
export const newBackground = message('new background')
export const area = message('Area')
export const receivedSize = message('Received size')
export const merged = message('Merged')
export const alignment = message('Alignment')
export const blend = message('Blend')
export const reblended = message('Reblended')
export const wholeImage = message('whole image')
export const followedByModel = message('followed by the model')
export const ignoredByModel = message('ignored by the model')
export const nothingChangedInside = message('nothing changed inside')
export const sizeAtXY = message('{size} at {x}, {y}')
export const sentSize = message('Sent size')
export const resultDidNotFit = message('no, the result did not fit')
export const blendedAgain = message('from the saved response')
export const changedPx = message('{inside} px inside, {outside} px outside')
export const noSurroundingDetail = message('no surrounding detail')
export const notMeasured = message('not measured')
export const movedBy = message('moved {x}, {y} px')
export const inPlace = message('in place')
export const scaledPercent = message('scaled {percent}%')
export const rotatedDegrees = message('rotated {degrees}°')
export const matchPercent = message('match {percent}%')
export const colorMatchPercent = message('color match {percent}%')
export const softnessPx = message('softness {px} px')
export const movedManually = message('moved {x}, {y} px manually')
export const opacityPercent = message('opacity {percent}%')
export const sizeRequested = message('{size}, requested {requested}')
export const priceBilled = message('{usd} billed')
export const priceAbout = message('about {usd}')
export const priceUnknown = message('price unknown')
export const fromEdges = message('from edges')
export const free = message('free')
export const quality = message('Quality')
export const style = message('Style')
export const references = message('Reference images')

// Recipe list
export const namedReferences = message('References')
export const image = message('Image')
export const maskEdge = message('Mask edge')
export const maskEdgeValue = message('expanded {expandPx} px, feathered {featherPx} px')
export const matchedPercent = message('matched {percent}%')
export const copiedFrom = message('Copied from')
export const paintedArea = message('a painted area')
export const time = message('Time')
export const request = message('Request')
export const servedModel = message('Model that answered')
export const agent = message('Agent')
export const added = message('Added')
export const method = message('Method')
export const changed = message('Changed')

// Source type labels
export const aiGenerated = message('AI generated')
export const partlyAiGenerated = message('Partly AI generated')
export const compositeSyntheticParts = message('Composite with synthetic parts')
export const madeBySoftware = message('Made by software')
export const enhancedBySoftware = message('Enhanced by software')
export const digitalCamera = message('Digital camera')
export const computationalPhoto = message('Computational photo')
export const computationalPhotoSeveralFrames = message('Computational photo, several frames')
export const compositePhotos = message('Composite of photos')
export const scannedFromNegative = message('Scanned from a negative')
export const scannedFromSlide = message('Scanned from a slide')
export const scannedFromPrint = message('Scanned from a print')
export const editedByHand = message('Edited by hand')
export const digitalArtwork = message('Digital artwork')
export const dataVisualization = message('Data visualization')
export const screenCapture = message('Screen capture')
export const virtualRecording = message('Virtual recording')
export const composite = message('Composite')
export { promptFromImage } from './commands.ts'
