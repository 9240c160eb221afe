import { plainMessage as message } from '../plain-message.ts'

// Export
export const exportImages = message('Export images.')
export const exportDetails = message('Existing files are kept, unless --on-conflict or --force is added.')
export const imageIds = message('Image IDs, from “atelier list” or “atelier search”')
export const otherExtension = message(
  '“{out}” is not a name for {format}. Change the extension or --format, or name a folder.',
)
export const folderForSeveral = message('“{out}” is a file name. Name a folder to export to.')
export const originalNotSigned = message('Original files cannot be signed. Choose a format, or remove --sign.')
export const originalMetadata = message('Original files keep all metadata or none. Use --metadata all or none.')
export const sessionCertificate = message(
  'This computer has no usable keychain, so the export was signed with a certificate created for this run only.',
)
export const conflict = message('{path} already exists. Add --on-conflict number, replace or skip.')
export const fileExists = message('{path} already exists.')
export const imageProblem = message('{name}: {problem}')

// Options
export const out = message('Folder, or for a single image a file whose extension sets the format.')
export const formatHeading = message('Format:')
export const preset = message('Export preset. Other options override it.')
export const quality = message('Quality of JPEG, WebP and AVIF.')
export const lossless = message('Lossless WebP or AVIF.')
export const sizeHeading = message('Size:')
export const longestSide = message('Longest side.')
export const width = message('Width.')
export const height = message('Height.')
export const percent = message('Percentage of the original.')
export const megapixels = message('Megapixels.')
export const enlarge = message('Enlarge smaller images.')
export const metadataHeading = message('Metadata:')
export const metadata = message('One of {values}: generation details, a note that AI was used, or nothing.')
export const includePrompt = message('Include the prompt.')
export const promptWriter = message('Name of the prompt’s author.')
export const noRights = message('Leave out copyright and creator.')
export const keepLocation = message('Keep the location.')
export const noMetadata = message('Same as --metadata none.')
export const sign = message('Sign with Content Credentials, using the certificate from Settings › Export.')
export const filesHeading = message('Files:')
export const fileName = message('File name template, such as {example}, of the placeholders {placeholders}. {dates}')
export const nameDates = message(
  '{date} and {time} are when a photo was taken, and otherwise when the image was added, as {imported} always is.',
)
export const onConflict = message('If a file exists, one of {values}. With ask, the export fails.')
export const replace = message('Same as --on-conflict replace.')
export const presetUnknown = message('There is no preset named “{name}”. Available: {known}.')

// Contact sheet and web gallery
export const sheet = message('Create a contact sheet: one PDF, or a PNG for each page.')
export const gallery = message('Create a web gallery: a folder with the images and a page that needs no server.')
export const outFolder = message('Output folder.')
export const title = message('Title.')
export const folderTitle = message('Title, and name of the folder.')
export const caption = message('Caption template, such as {example}, of the placeholders that export --name takes.')
export const columns = message('Columns.')
export const rows = message('Rows.')
export const landscape = message('Landscape orientation.')
export const longestSidePx = message('Longest side of the images, in pixels.')
export const tooManyImages = message('At most {count} images at once.')
export const tooLong = message('{option} is longer than {count} characters.')
