import { message } from '../message.ts'

// Export store
export const nothingToExport = message('Nothing to export.')
export const tooManyImages = message('Export up to {most} images at a time.')
export const enterGalleryTitle = message('Enter a title for the gallery.')
export const allMetadataOrNone = message('Select all metadata or none.')
export const enterFileName = message('Enter a file name.')
export const fileNameNotValid = message('This file name is not valid.')

// Export dialog
export const fileExists = message('File exists')
export const exportImages = message('Export {count, plural, one {# image} other {# images}}')
export const progress = message('{done} of {total, plural, one {# image} other {# images}} exported')
export const writingFile = message('Writing the file…')
export const exportLabel = message('Export')
export const settingsTitle = message('Export', 'settings')
export const stop = message('Stop')
export const filesExist = message(
  '{count, plural, one {A file with this name already exists} other {# files with these names already exist}}. Nothing was overwritten.',
)
export const skip = message('Skip')
export const replace = message('Replace')
export const keepBoth = message('Keep both')

// Export form
export const cancel = message('Cancel')
export const images = message('Images')
export const contactSheet = message('Contact sheet')
export const webGallery = message('Web gallery')
export const image = message('Image')
export const metadata = message('Metadata')
export const fileName = message('File name')
export const aiLabelOff = message('AI label is off: the files do not say how they were made.')
export const transparencyLost = message(
  'JPEG has no transparency: transparent areas become white. PNG, WebP, AVIF and TIFF keep them.',
)
export const hiddenImages = message(
  '{count, plural, one {# image is} other {# images are}} hidden in Atelier. Exported files show the whole image.',
)
export const folder = message('Folder')
export const askedOnExport = message('Asked on export')
export const chooseFolder = message('Choose folder…')
export const photoshopPsd = message('Photoshop (PSD)…')
export const openRasterOra = message('OpenRaster (ORA)…')
export const atelierDocument = message('Atelier document…')
export const saveAsDocument = message('Save as document')
export const openInStudioHint = message(
  'This image is open in Studio. To keep layers and masks, save a document (not signed):',
)

// Export outcome
export const skippedExisting = message(
  'Skipped {count, plural, one {# image} other {# images}}: the file already exists.',
)
export const stopped = message(
  'Stopped: {count, plural, one {# image} other {# images}} not exported. No file is incomplete.',
)
export const showInFolder = message('Show in folder')
export const back = message('Back')
export const tryAgain = message('Try again')
export const continueLabel = message('Continue')
export const done = message('Done')
export const contactSheetExported = message('Contact sheet exported.')
export const webGalleryExported = message('Web gallery exported.')
export const exported = message('Exported.')
export const imagesExported = message('Exported {count, plural, one {# image} other {# images}}.')
export const moreFiles = message('and {count, plural, one {# more file} other {# more files}}')
export const imagesNotExported = message('Could not export {count, plural, one {# image} other {# images}}')
export const imagesNotShown = message('Could not show {count, plural, one {# image} other {# images}}')

// Export presets
export const presets = message('Presets')
export const newPreset = message('New preset')
export const nameCopy = message('{name} copy')
export const moveUp = message('Move up')
export const moveDown = message('Move down')
export const duplicate = message('Duplicate')
export const deleteLabel = message('Delete')
export const builtInPreset = message('{options}. Built-in preset. Duplicate it to make changes.')
export const name = message('Name')
export const undo = message('Undo')
export const presetDeleted = message('Deleted “{name}”.')

// Metadata fields
export const all = message('All')
export const aiLabelOnly = message('AI label only')
export const none = message('None')
export const metadataAllHint = message(
  'Prompt, seed, model and all settings, readable by other programs. Imported again, the image keeps its recipe.',
)
export const metadataLabelHint = message('Only whether a model made or edited the image (IPTC Digital Source Type).')
export const metadataNoneHint = message('No metadata and no AI label. Some sites require a label on AI images.')
export const originalMetadataAllHint = message(
  'Everything in the file, including camera, location and Content Credentials.',
)
export const originalsKeepAllOrNone = message('Originals keep all metadata or none.')
export const originalMetadataNoneHint = message(
  'Removes metadata from PNG, JPEG and WebP; pixels stay the same. Other formats are not exported.',
)
export const keepSourceRights = message('Keep author and copyright of the source photo')
export const keepSourceLocation = message('Keep location of the source photo')
export const includePrompt = message('Include prompt')
export const includePromptHint = message('Also as description and in the IPTC prompt field, which search engines read.')
export const promptAuthor = message('Prompt author')
export const unknown = message('Unknown')
export const sign = message('Sign with Content Credentials')
export const signHint = message(
  'Signed record (C2PA) of how the image was made and from what. Signed on this computer, without a third-party time stamp.',
)

// Option labels
export const originalFile = message('Original file, unchanged')
export const originalFileNoMetadata = message('Original file, without metadata')
export const losslessOption = message('lossless')
export const signed = message('signed')
export const qualityOption = message('quality {quality}')
export const sixteenBit = message('16 bit')
export const sharpenedForScreen = message('sharpened for screen')
export const sharpenedForPrint = message('sharpened for print')
export const displayP3 = message('Display P3')
export const withRecipe = message('with recipe')
export const noMetadata = message('no metadata')
export const longestSideOption = message('longest side {px} px')
export const widthOption = message('{px} px wide')
export const heightOption = message('{px} px high')
export const megapixelsOption = message('{megapixels} megapixels')

// Page fields
export const pdf = message('PDF')
export const png = message('PNG')
export const letter = message('Letter')
export const title = message('Title')
export const format = message('Format')
export const columns = message('Columns')
export const rows = message('Rows')
export const page = message('Page')
export const landscape = message('Landscape')
export const galleryTitleHint = message('Enter a title. It also names the folder.')
export const longestSide = message('Longest side')
export const webGalleryHint = message(
  'Folder with JPEG images and one page (index.html). Works offline; images carry the AI label but no recipe.',
)
export const caption = message('Caption')

// Image fields
export const screen = message('Screen')
export const print = message('Print')
export const sameAsOriginal = message('Same as original')
export const eightBit = message('8 bit')
export const originalHint = message('The original file. Not resized, converted or signed.')
export const lossless = message('Lossless')
export const quality = message('Quality')
export const formatIsLossless = message('{format} is lossless.')
export const sharpening = message('Sharpening')
export const sharpeningHint = message('Applied after resizing. Print is twice as strong, because ink spreads.')
export const colors = message('Colors')
export const colorsHint = message(
  'Color profile of the file. Same as original: its own profile, or sRGB if it has none.',
)
export const depth = message('Depth', 'bits')

// Preset field
export const presetChanged = message('{name} (changed)')
export const preset = message('Preset')
export const lastUsed = message('Last used')
export const lastUsedExport = message('Last used: {name}')
export const saveAsPreset = message('Save as preset…')
export const myExport = message('My export')
export const myPreset = message('My {name}')
export const updatePreset = message('Update “{name}”')
export const resetToPreset = message('Reset to preset')
export const presetName = message('Preset name')
export const save = message('Save')

// Signer labels
export const firstExportCreatesCertificate = message(
  'The first export creates a certificate for “Atelier user”. It is not on a trust list, so other programs show an unknown signer. Change the name in Settings > Export.',
)
export const signedAs = message(
  'Signed as “{name}”. The certificate is not on a trust list, so other programs show an unknown signer.',
)
export const signedWithOwnCertificate = message(
  'Signed as “{name}” with your certificate, issued by “{issuer}”. Other programs trust it if they trust the issuer.',
)
export const keyLostOnQuit = message('No keychain is available: the key is lost when Atelier quits.')

// Signing card
export const contentCredentials = message('Content Credentials')
export const createCertificate = message('Create certificate…')
export const replaceCertificate = message('Replace certificate…')
export const ownCertificate = message('Use my own certificate…')
export const remove = message('Remove…')
export const certificateNote = message(
  'Certificates from Atelier are not on a trust list, so other programs show an unknown signer. You can use your own from PEM files. Signed files stay signed, even without the key.',
)
export const keyInKeychain = message('The key is stored in the keychain of this computer.')
export const createdByAtelier = message('Created by Atelier · valid until {date}')
export const issuedBy = message('Issued by {issuer} · valid until {date}')
export const noCertificateYetFirst = message('No certificate yet. The first export creates one for “Atelier user”.')
export const sha256 = message('SHA-256')
export const removeCertificate = message('Remove certificate?')
export const removeConfirm = message('Remove')
export const removeCertificateHint = message(
  'The key of “{name}” is deleted and cannot be restored. Signed files stay signed. The next export creates a new certificate.',
)
export const createCertificateTitle = message('Create certificate')
export const replaceCertificateTitle = message('Replace certificate')
export const nameOnCertificate = message('Name on certificate')
export const enterName = message('Enter a name.')
export const certificateNameHint = message(
  'Anyone with a signed file can read it. It does not have to be your real name.',
)
export const currentKeyDeleted = message('The key of the current certificate is deleted and cannot be restored.')
export const create = message('Create')

// Size fields
export const original = message('Original')
export const width = message('Width')
export const height = message('Height')
export const percent = message('Percent')
export const megapixels = message('Megapixels')
export const size = message('Size')
export const enlargeSmallerImages = message('Enlarge smaller images')
export const percentOriginal = message('Percent of original')
export const megapixelUnit = message('MP')
export const inPixels = message('{label} in pixels')

// Target fields
export const lastUsedFolder = message('Last used folder')
export const alwaysAsk = message('Always ask')
export const thisFolder = message('This folder')
export const ask = message('Ask')
export const keepBothAddNumber = message('Keep both (add number)')
export const replaceFile = message('Replace file')
export const skipImage = message('Skip image')
export const ifFileExists = message('If file exists')
export const folderNotSet = message('Not set: asked on export')

// Template field
export const imageName = message('Image name')
export const dateTaken = message('Date a photo was taken; otherwise, date added')
export const timeTaken = message('Time a photo was taken; otherwise, time added')
export const dateAdded = message('Date added to the library')
export const model = message('Model')
export const serviceOrEngine = message('Service or engine')
export const seed = message('Seed')
export const promptStart = message('Start of the prompt')
export const widthInPixels = message('Width in pixels')
export const heightInPixels = message('Height in pixels')
export const starRating = message('Star rating')
export const tags = message('Tags')
export const collections = message('Collections')
export const sequenceNumber = message('Sequence number')
export const libraryId = message('Library ID')
export const insertInto = message('Insert into {label}')

// Characters that a contact sheet cannot show
export const charactersMissing = message(
  'No installed font has {characters}, so the contact sheet leaves {count, plural, one {it} other {them}} out. Install a font that does, then export again.',
)
export const charactersAndMore = message('{characters} and {count} more')

// Before the name that a file would get
export const forExample = message('for example')
