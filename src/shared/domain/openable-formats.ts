import { joinList } from '../messages/formats.ts'
import { projectFormats } from './project-format.ts'

/** Image formats that Atelier opens, with the extensions of their files; the first is the usual one. */
const openableImages = [
  { name: 'PNG', extensions: ['png', 'apng'] },
  { name: 'JPEG', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  { name: 'WebP', extensions: ['webp'] },
  { name: 'AVIF', extensions: ['avif'] },
  { name: 'TIFF', extensions: ['tif', 'tiff'] },
  { name: 'GIF', extensions: ['gif'] },
] as const

/** Without the dot. */
export const imageExtensions: readonly string[] = openableImages.flatMap(({ extensions }) => extensions)

/** `.atelier, .psd, .ora` */
export const documentFormatNames = joinList(projectFormats.map((format) => `.${format}`))

/** `PNG, JPEG, WebP, AVIF, TIFF, GIF, .atelier, .psd, .ora`: all that opens, as images or as documents. */
export const openableFormatNames = joinList([...openableImages.map(({ name }) => name), documentFormatNames])
