import type { ExportPreset, PresetOptions } from './export-options.ts'

/** In one go. */
export const exportPicturesMax = 10_000

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

/** Cannot be changed, only copied: what they are called is what they do. */
export const builtInPresets: readonly (ExportPreset & { readonly options: typeof defaultExportOptions })[] = [
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
