import { z } from 'zod'
import { exportFormats } from '../util/media-type.ts'
import { exportSizeSchema } from './export-size.ts'
import { pickedFolderSchema } from './file-handles.ts'

/** `original`: the unmodified bytes from the service or of the imported file, in any format. */
export const exportChoices = [...exportFormats, 'original'] as const

/** How an image is exported to a file. */
export const exportOptionsSchema = z.object({
  format: z.enum(exportChoices),
  /** 1 to 100; ignored by PNG and TIFF (always lossless) and where `isLossless` applies. */
  quality: z.int().min(1).max(100),
  /** Lossless WebP and AVIF. */
  isLossless: z.boolean(),
  size: exportSizeSchema,
  /** Applied after resizing: lightly for screens, more strongly for print. */
  sharpening: z.enum(['none', 'screen', 'print']),
  profile: z.enum(['original', 'srgb', 'display-p3']),
  /** PNG and TIFF only; `original`: 16 where the image has 16 bits. */
  bitDepth: z.enum(['original', '8', '16']),
  /** `label`: only the digital source type (IPTC DigitalSourceType). */
  metadata: z.enum(['all', 'label', 'none']),
  /** Also writes the prompt to the IPTC field that search engines and archives read. */
  includePrompt: z.boolean(),
  /** Author of the prompt (IPTC AIPromptWriterName); empty = omitted. */
  promptWriter: z.string().max(200),
  /** Author, rights and credit of the source photo. */
  keepRights: z.boolean(),
  /** Location where that photo was taken. */
  keepLocation: z.boolean(),
  /** Content Credentials (C2PA), signed with the user's certificate. Unmodified originals cannot be signed. */
  credentials: z.enum(['none', 'sign']),
  /** File name without extension, with tokens such as `{name}`. */
  template: z.string().min(1).max(200),
  onConflict: z.enum(['ask', 'number', 'replace', 'skip']),
})
export type ExportOptions = z.output<typeof exportOptionsSchema>

/** Where the files go. `last`: the previous export's folder; `fixed`: `folder`. */
const placeSchema = z.enum(['last', 'ask', 'fixed'])
const presetShape = { id: z.string().min(1).max(40), name: z.string().trim().min(1).max(80) }

/** Export options with their folder, as the window sees them. */
export const presetOptionsSchema = exportOptionsSchema.extend({
  place: placeSchema,
  folder: pickedFolderSchema.nullable(),
})
export type PresetOptions = z.output<typeof presetOptionsSchema>

/**
 * How an image was exported last: the options, and the preset that they began with. Without the folder, which is that of
 * the preset: a library comes from elsewhere, too, and names no place to write to.
 */
export const rememberedExportSchema = z.object({
  presetId: z.string().max(40).nullable(),
  options: presetOptionsSchema.omit({ folder: true }),
})
export type RememberedExport = z.output<typeof rememberedExportSchema>

/** A named export. */
export const exportPresetSchema = z.object({ ...presetShape, options: presetOptionsSchema })
export type ExportPreset = z.output<typeof exportPresetSchema>

/** The same as stored in `settings.json`: only main knows the folder's path. */
export const storedPresetOptionsSchema = exportOptionsSchema.extend({
  place: placeSchema,
  folder: z.string().max(4_096).nullable(),
})
export type StoredPresetOptions = z.output<typeof storedPresetOptionsSchema>

export const storedExportPresetSchema = z.object({ ...presetShape, options: storedPresetOptionsSchema })
export type StoredExportPreset = z.output<typeof storedExportPresetSchema>
