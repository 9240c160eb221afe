import { z } from 'zod'
import { exportFormats } from '../util/media-type.ts'
import { exportSizeSchema } from './export-size.ts'
import { pickedFolderSchema } from './file-handles.ts'

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
  /** Content Credentials (C2PA), signed with the person's certificate. What came as it is cannot be signed. */
  credentials: z.enum(['none', 'sign']),
  /** File name without extension, with tokens such as `{name}`. */
  template: z.string().min(1).max(200),
  onConflict: z.enum(['ask', 'number', 'replace', 'skip']),
})
export type ExportOptions = z.output<typeof exportOptionsSchema>

/** Where the files go. `last`: where the export before went; `fixed`: `folder`. */
const placeSchema = z.enum(['last', 'ask', 'fixed'])
const presetShape = { id: z.string().min(1).max(40), name: z.string().trim().min(1).max(80) }

/** An export with its folder, as the window knows it. */
export const presetOptionsSchema = exportOptionsSchema.extend({
  place: placeSchema,
  folder: pickedFolderSchema.nullable(),
})
export type PresetOptions = z.output<typeof presetOptionsSchema>

/** An export somebody has given a name. */
export const exportPresetSchema = z.object({ ...presetShape, options: presetOptionsSchema })
export type ExportPreset = z.output<typeof exportPresetSchema>

/** The same in `settings.json`: only main knows the folder's path. */
export const storedPresetOptionsSchema = exportOptionsSchema.extend({
  place: placeSchema,
  folder: z.string().max(4_096).nullable(),
})
export type StoredPresetOptions = z.output<typeof storedPresetOptionsSchema>

export const storedExportPresetSchema = z.object({ ...presetShape, options: storedPresetOptionsSchema })
export type StoredExportPreset = z.output<typeof storedExportPresetSchema>
