import { plainMessage as message } from '../plain-message.ts'

// Imaging process
export const imagingStopped = message('Image processing stopped unexpectedly. Nothing was lost. Try again.')
export const imagingKeepsStopping = message(
  'Image processing stopped several times. Nothing was lost. Try again in {seconds} seconds.',
)

// Input files
export const emptyFile = message('“{name}” is empty (0 bytes). Try another copy of the file.')
export const damagedImage = message('“{name}” is damaged or incomplete. Try another copy of the file.')
export const notEnoughMemory = message(
  '“{name}” needs more memory than is available. Make it smaller in another app, then import it.',
)
export const tooLargeAsStored = message(
  '“{name}” needs more than 2 GB of memory because of how its pixels are stored. Save it as an RGB TIFF with 8 or 16 bits per channel in another app, then import it.',
)
export const imageTooLarge = message(
  '“{name}” is {width} × {height} pixels. Atelier opens images of up to {limit} pixels per side. Make it smaller in another app, then import it.',
)
export const isTiffCompressedAs = message(
  '“{name}” is a TIFF image with {compression} compression, which Atelier does not open. Save it with LZW, Deflate or no compression, then import it.',
)
export const isTiffInModel = message(
  '“{name}” is a TIFF image whose color model Atelier does not open ({model}). Save it as RGB, then import it.',
)
export const isTiffOfDepth = message(
  '“{name}” is a TIFF image with {bits}-bit channels, which Atelier does not open. Save it with 8 or 16 bits per channel, then import it.',
)
export const isTiffOfFloats = message(
  '“{name}” is a TIFF image with {bits}-bit floating-point channels, which Atelier does not open. Save it with 8 or 16 bits per channel, then import it.',
)
export const isTiffOfSigned = message(
  '“{name}” is a TIFF image with signed or complex numbers, which Atelier does not open. Save it with 8 or 16 bits per channel, then import it.',
)
export const isTiffInPlanes = message(
  '“{name}” is a TIFF image in per-channel pixel order, of a kind that Atelier does not open. Save it in interleaved pixel order, then import it.',
)
export const hasTiffChannels = message(
  '“{name}” is a TIFF image with {count} channels, which Atelier does not open. Save it as RGB, then import it.',
)
export const lacksTiffModel = message(
  '“{name}” is a TIFF image that does not say what its {count} channels mean. Save it as RGB in another app, then import it.',
)
export const lacksTiffChannels = message(
  '“{name}” is a TIFF image with fewer channels ({count}) than its color model needs ({needed}). Save it again in another app, then import it.',
)
export const isJpegOfDepth = message(
  '“{name}” is a {bits}-bit JPEG image, which Atelier does not open. Save it as an 8-bit JPEG or as PNG, then import it.',
)
export const isLosslessJpeg = message(
  '“{name}” is a lossless JPEG image, which Atelier does not open. Save it as an ordinary JPEG or as PNG, then import it.',
)
export const isHierarchicalJpeg = message(
  '“{name}” is a hierarchical JPEG image, which Atelier does not open. Save it as an ordinary JPEG or as PNG, then import it.',
)
export const isJpegLs = message(
  '“{name}” is a JPEG-LS image, which Atelier does not open. Save it as an ordinary JPEG or as PNG, then import it.',
)
export const isAvifAnimation = message(
  '“{name}” is an AVIF animation without a still image, which Atelier does not open. Save one of its frames as PNG, then import it.',
)
export const openableFormats = message('Atelier opens these files: {formats}.')
export const isUnknownFile = message('“{name}” is not in an image format that Atelier knows.')
export const isArchive = message('“{name}” is a compressed archive.')
export const isBmp = message('“{name}” is a BMP image.')
export const isCameraRaw = message('“{name}” is a camera raw file.')
export const isGimpDocument = message('“{name}” is a GIMP document.')
export const isHeic = message('“{name}” is a HEIC image.')
export const isIcon = message('“{name}” is an icon file.')
export const isJpeg2000 = message('“{name}” is a JPEG 2000 image.')
export const isJpegXl = message('“{name}” is a JPEG XL image.')
export const isOpenExr = message('“{name}” is an OpenEXR image.')
export const isPdf = message('“{name}” is a PDF document.')
export const isPhotoshopDocument = message('“{name}” is a Photoshop document.')
export const isPostScript = message('“{name}” is a PostScript document.')
export const isProgram = message('“{name}” is a program.')
export const isQoi = message('“{name}” is a QOI image.')
export const isRadianceHdr = message('“{name}” is a Radiance HDR image.')
export const isSoundOrVideo = message('“{name}” is a sound or video file.')
export const isSvg = message('“{name}” is an SVG drawing.')
export const isText = message('“{name}” is a text file.')
export const isVideo = message('“{name}” is a video file.')
export const isWebPage = message('“{name}” is a web page.')
export const isZip = message('“{name}” is a ZIP archive, or a document in one.')

// Masks and fills
export const mask = message('mask')
export const samplingArea = message('sampling area')
export const maskEmpty = message('Nothing is masked yet. Paint over the area to replace, then try again.')
export const maskSizeDiffers = message(
  'The mask is {width} × {height} pixels, but the image is {imageWidth} × {imageHeight}. Both must be the same size.',
)
export const maskShapeDiffers = message(
  'The mask ({width} × {height} pixels) has another shape than the image ({imageWidth} × {imageHeight}).',
)
export const maskTurned = message(
  'One of them is rotated by 90°. Atelier shows photos upright, as their EXIF data says: rotate the mask the same way.',
)
export const maskFileTooLarge = message('The mask “{name}” is no file, or larger than 128 MB.')
export const cannotReadMask = message('Could not read the mask “{name}”.')
export const maskUnclear = message(
  'It is unclear which part of the mask “{name}” to change: what is white, or what is transparent. Save it without transparency, white where the image should change and black elsewhere.',
)
export const maskNearlyEmpty = message(
  'The mask “{name}” is nearly empty: its brightest value is {brightest} of {white}. Its values seem to have another range, such as 0 to 1. Save it with {white} for white, then try again.',
)
export const maskOfHoles = message('The transparent areas of the file are repainted.')
export const maskOfOpaque = message(
  'Opaque areas of the file are repainted, transparent areas are kept. If you mean the opposite, turn on Invert.',
)
export const maskStretched = message(
  'The brightest value in the file is only {brightest}, so the mask was brightened to full white.',
)
export const samplingSizeDiffers = message(
  'The sampling area is {width} × {height} pixels, but the image is {imageWidth} × {imageHeight}. Both must be the same size.',
)
export const modelOfOtherSize = message('The model returned an image of another size. Choose another model.')
export const nothingToCopy = message('The mask leaves nothing to copy from. Mask less of the image, then try again.')
export const nothingToSample = message(
  'The sampling area is inside the mask, so there is nothing to copy from. Enlarge it, then try again.',
)
export const fillStopped = message('The fill stopped unexpectedly. Try again.')
export const maskOutsideSentArea = message(
  'The mask is outside the area that was sent, so there is nothing to merge. Nothing was changed.',
)
export const changedOutsideMask = message(
  'The result differs from the original in {count} pixels outside the mask. It was not kept, and the original is unchanged.',
)

// Frames, areas and comparisons
export const frameBesideImage = message('The frame does not overlap the image. Move it over the image.')
export const frameTooLarge = message(
  'The frame is {width} × {height} pixels. Images can have up to {limit} pixels per side. Make the frame smaller.',
)
export const areaOutsideImage = message('The area is outside the image.')
export const sentAreaOutsideImage = message(
  'The area to send is not inside the image of {width} × {height} pixels. Nothing was sent.',
)
export const mergeNeedsSameShape = message(
  'Only images with the same aspect ratio can be merged: this one is {width} × {height} pixels, the other {otherWidth} × {otherHeight}. Nothing was changed.',
)
export const compareNeedsSameSize = message('Only images of the same size can be compared pixel by pixel.')

// Request and result checks
export const tooLargeToSend = message(
  '“{name}” is too large: the service accepts files of up to {megabytes} MB. Nothing was sent. Make the image smaller, then try again.',
)
export const safetyUnavailable = message('Images cannot be checked for nudity on this computer.')
export const cannotReadBack = message('An image that Atelier saved could not be read back. Try again.')
