import { z } from 'zod'
import type { Size } from '../util/geometry.ts'
import { exportFormats } from '../util/media-type.ts'
import { pickedFolderSchema } from './file-handles.ts'
import * as written from '../messages/en/written-files.ts'
import * as messages from '../messages/en/export.ts'

/** The longest side that any export format is written with, pixels. */
export const exportSidePxMax = 16_384

const sidePxSchema = z.int().min(1).max(exportSidePxMax)
const mayEnlarge = z.boolean()

/** Size of the exported image. It exceeds the image's own only with `mayEnlarge`. */
export const exportSizeSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('original') }),
  z.object({ by: z.enum(['longest', 'width', 'height']), px: sidePxSchema, mayEnlarge }),
  z.object({ by: z.literal('percent'), percent: z.number().min(1).max(400), mayEnlarge }),
  z.object({ by: z.literal('megapixels'), megapixels: z.number().min(0.01).max(268), mayEnlarge }),
])
export type ExportSize = z.output<typeof exportSizeSchema>

/** Returns the size of the exported image: same aspect ratio, at least one pixel, within what can be written. */
export function exportedSize({ widthPx, heightPx }: Size, size: ExportSize): Size {
  const limit = exportSidePxMax / Math.max(widthPx, heightPx)
  const requestedScale = wantedScale({ widthPx, heightPx }, size)
  const allowed = size.by !== 'original' && size.mayEnlarge ? requestedScale : Math.min(1, requestedScale)
  const scale = allowed > 1 ? Math.max(1, Math.min(allowed, limit)) : allowed
  return { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) }
}

function wantedScale({ widthPx, heightPx }: Size, size: ExportSize): number {
  switch (size.by) {
    case 'original':
      return 1
    case 'longest':
      return size.px / Math.max(widthPx, heightPx)
    case 'width':
      return size.px / widthPx
    case 'height':
      return size.px / heightPx
    case 'percent':
      return size.percent / 100
    case 'megapixels':
      return Math.sqrt((size.megapixels * 1_000_000) / (widthPx * heightPx))
  }
}

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

/** Maximum number per export. */
export const exportImagesMax = 10_000

/** An export of more images is a batch: how they were exported is not remembered by image. */
export const rememberedImagesMax = 100

export const defaultExportOptions: PresetOptions & { readonly folder: null } = {
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
  credentials: 'none',
  template: '{name}',
  onConflict: 'ask',
  place: 'last',
  folder: null,
}

/** Cannot be changed, only copied: their names describe what they do. */
export const builtInPresets: readonly (ExportPreset & { readonly options: typeof defaultExportOptions })[] = [
  { id: 'png', name: written.pngPreset, options: defaultExportOptions },
  {
    id: 'web',
    name: written.webPreset,
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
    name: written.printPreset,
    options: { ...defaultExportOptions, format: 'tiff', sharpening: 'print', bitDepth: '16' },
  },
  {
    id: 'share',
    name: written.sharePreset,
    options: { ...defaultExportOptions, format: 'jpeg', profile: 'srgb', metadata: 'label' },
  },
]

/**
 * What a file name or a caption can be built from, `{name}` and so on, with what each stands for: the window's buttons,
 * the command line's help and completion, and the message about an unknown one are made of this list.
 */
export const nameTokens = {
  name: messages.imageName,
  date: messages.dateTaken,
  time: messages.timeTaken,
  imported: messages.dateAdded,
  model: messages.model,
  provider: messages.serviceOrEngine,
  seed: messages.seed,
  prompt: messages.promptStart,
  width: messages.widthInPixels,
  height: messages.heightInPixels,
  rating: messages.starRating,
  tags: messages.tags,
  collection: messages.collections,
  n: messages.sequenceNumber,
  id: messages.libraryId,
} as const

export type NameToken = keyof typeof nameTokens

export const nameTokenNames = Object.keys(nameTokens) as NameToken[]

/** As it is written in a template. */
export const writtenToken = (token: string): string => `{${token}}`
