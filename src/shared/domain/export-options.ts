import { z } from 'zod'
import { exportFormats } from '../util/media-type.ts'
import { exportSizeSchema } from './export-size.ts'

/** `original`: the bytes as the service sent them or as the file was imported, whatever they are. */
export const exportChoices = [...exportFormats, 'original'] as const

/** How a picture becomes a file. */
export const exportOptionsSchema = z.object({
  format: z.enum(exportChoices),
  /** 1 to 100; ignored by PNG and TIFF (written lossless) and where `isLossless` counts. */
  quality: z.int().min(1).max(100),
  /** WebP and AVIF without loss. */
  isLossless: z.boolean(),
  size: exportSizeSchema,
  /** After the resizing: for a screen a little, for ink on paper more. */
  sharpening: z.enum(['none', 'screen', 'print']),
  profile: z.enum(['original', 'srgb', 'display-p3']),
  /** PNG and TIFF only; `original`: 16 where the picture has them. */
  bitDepth: z.enum(['original', '8', '16']),
  /** `label`: only what kind of picture it is (IPTC DigitalSourceType). */
  metadata: z.enum(['all', 'label', 'none']),
  /** The prompt also goes into the IPTC field that search engines and archives read. */
  includePrompt: z.boolean(),
  /** Who wrote the prompt (IPTC AIPromptWriterName); empty = not said. */
  promptWriter: z.string().max(200),
  /** Author, rights and credit of the photo it came from. */
  keepRights: z.boolean(),
  /** Where that photo was taken. */
  keepLocation: z.boolean(),
  /** File name without extension, with tokens such as `{name}`. */
  template: z.string().min(1).max(200),
  /** `last`: where the export before went; `fixed`: `folder`. */
  place: z.enum(['last', 'ask', 'fixed']),
  folder: z.string().max(4_096).nullable(),
  onConflict: z.enum(['ask', 'number', 'replace', 'skip']),
})
export type ExportOptions = z.output<typeof exportOptionsSchema>

/** An export somebody has given a name. */
export const exportPresetSchema = z.object({
  id: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(80),
  options: exportOptionsSchema,
})
export type ExportPreset = z.output<typeof exportPresetSchema>

export const defaultExportOptions: ExportOptions = {
  format: 'png',
  quality: 90,
  isLossless: false,
  size: { by: 'original' },
  sharpening: 'none',
  profile: 'original',
  bitDepth: 'original',
  metadata: 'all',
  includePrompt: false,
  promptWriter: '',
  keepRights: true,
  keepLocation: false,
  template: '{name}',
  place: 'last',
  folder: null,
  onConflict: 'ask',
}

/** Cannot be changed, only copied: what they are called is what they do. */
export const builtInPresets: readonly ExportPreset[] = [
  { id: 'png', name: 'PNG, all in it', options: defaultExportOptions },
  {
    id: 'web',
    name: 'For the web (JPEG 2048 px)',
    options: {
      ...defaultExportOptions,
      format: 'jpeg',
      quality: 85,
      size: { by: 'longest', px: 2_048, mayEnlarge: false },
      sharpening: 'screen',
      profile: 'srgb',
    },
  },
  {
    id: 'print',
    name: 'Print (TIFF 16 bit)',
    options: { ...defaultExportOptions, format: 'tiff', sharpening: 'print', bitDepth: '16' },
  },
  {
    id: 'share',
    name: 'Share without recipe',
    options: { ...defaultExportOptions, format: 'jpeg', profile: 'srgb', metadata: 'label' },
  },
]

/** What an older program kept: every field it knew, and the usual for the others. */
export function upgradeExportOptions(found: unknown): unknown {
  if (typeof found !== 'object' || found === null) return found
  const { longestSidePx, includeRecipe, ...known } = found as Record<string, unknown>
  const size = typeof longestSidePx === 'number' && { size: { by: 'longest', px: longestSidePx, mayEnlarge: false } }
  const metadata = includeRecipe === false && { metadata: 'none' }
  return { ...defaultExportOptions, ...size, ...metadata, ...known }
}
