/** Image formats Atelier writes, with their media type and file extension. */
export const exportFormats = ['png', 'jpeg', 'webp', 'avif', 'tiff'] as const
export type ExportFormat = (typeof exportFormats)[number]

const mimeOf = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  tiff: 'image/tiff',
} satisfies Record<ExportFormat, string>

const extensionOf: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/tiff': 'tif',
  'image/gif': 'gif',
}

export function formatToMime(format: ExportFormat): string {
  return mimeOf[format]
}

/** Returns the usual extension without a dot; `bin` for a type Atelier does not know. */
export function mimeToExtension(mime: string): string {
  return extensionOf[mime] ?? 'bin'
}

const formatOfExtension: Readonly<Record<string, ExportFormat>> = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
  avif: 'avif',
  tif: 'tiff',
  tiff: 'tiff',
}

/** Returns the format for a file extension (without its dot); null if Atelier does not write it. */
export function extensionToFormat(extension: string): ExportFormat | null {
  return formatOfExtension[extension.toLowerCase()] ?? null
}
