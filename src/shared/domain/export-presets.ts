import * as messages from '../messages/en/written-files.ts'
import type { ExportPreset, PresetOptions } from './export-options.ts'

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
  { id: 'png', name: messages.pngPreset, options: defaultExportOptions },
  {
    id: 'web',
    name: messages.webPreset,
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
    name: messages.printPreset,
    options: { ...defaultExportOptions, format: 'tiff', sharpening: 'print', bitDepth: '16' },
  },
  {
    id: 'share',
    name: messages.sharePreset,
    options: { ...defaultExportOptions, format: 'jpeg', profile: 'srgb', metadata: 'label' },
  },
]
