import { plainMessage as message } from '../plain-message.ts'

// Reasons an export cannot be written
export const webpTooLarge = message(
  '“{name}” would be {width} × {height} pixels, but WebP allows up to {limit} per side. Choose another format or a smaller size.',
)
export const cannotRemoveMetadata = message(
  '“{name}” was not exported: metadata cannot be removed from an original {format} file. Choose a format, or keep all metadata.',
)
export const hiddenPrompt = message(
  '“{name}” was not exported: its pixels contain a hidden prompt. Choose a format, or keep all metadata.',
)
export const damagedOriginal = message('“{name}” was not exported: the original is damaged. Restore it from a backup.')

// Notes on colors
export const roundedTo8Bit = message(
  '{format} stores 8 bits per channel, so 16-bit values were rounded. Choose PNG or TIFF to keep them.',
)
export const convertedUnusualColors = message(
  'The image is neither gray nor RGB with 8 or 16 bits, so its colors were converted to {profile}. They differ by about one level in 255.',
)
export const convertedLookupTable = message(
  'The color profile is a lookup table, so the colors were converted to {profile}. They differ by about one level in 255.',
)

// Note on metadata
export const programTextLeftOut = message(
  '{format} cannot hold all that another program wrote into this image to open it again. Choose PNG to keep it.',
)

// Content Credentials
export const tooLargeToSign = message(
  '“{name}” is larger than 512 MB and cannot be signed. It was not exported. Choose another format, or export it without signing.',
)
export const cannotSign = message(
  '“{name}” could not be signed and was not exported. Try again, choose another format, or export it without signing.',
)
export const tooLargeToCheck = message('“{name}” is larger than 512 MB, so its Content Credentials were not checked.')
export const cannotCheck = message(
  'The Content Credentials of “{name}” could not be checked. The image is not affected.',
)
export const credentialsUnreadable = message('The Content Credentials could not be read.')
export const credentialsTimedOut = message('Content Credentials took too long and were stopped. Try again.')
export const credentialsStopped = message('Content Credentials stopped unexpectedly. Try again.')

// Built-in presets
export const pngPreset = message('PNG with all metadata')
export const webPreset = message('For the web (JPEG 2048 px)')
export const printPreset = message('Print (TIFF 16 bit)')
export const sharePreset = message('Share without recipe')

// Contact sheet and web gallery
export const pagesNotRendered = message('The pages could not be rendered. Nothing was exported. Try again.')
export const numberOfCount = message('{number} of {count}')
export const galleryTitle = message('Gallery')
export const image = message('Image')
export const previous = message('Previous')
export const next = message('Next')
export const close = message('Close')

export const cannotWriteGrid = message('The grid was not exported.')
