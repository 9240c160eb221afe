import { expect, it } from 'vitest'
import {
  builtInPresets,
  exportedSize,
  exportPresetSchema,
  type ExportSize,
  storedPresetOptionsSchema,
} from './export-options.ts'
import { upgradeExportOptions, settingsSchema } from './settings.ts'

it('upgrades options of an older version', () => {
  const older = { format: 'jpeg', quality: 71, longestSidePx: 1500, template: '{name} {seed}', includeRecipe: false }
  expect(settingsSchema.parse({ exportOptions: older }).exportOptions).toMatchObject({
    format: 'jpeg',
    quality: 71,
    size: { by: 'longest', px: 1500, mayEnlarge: false },
    template: '{name} {seed}',
    metadata: 'none',
    keepRights: true,
    credentials: 'none',
  })
})

it('keeps current options unchanged', () => {
  const stored = { ...builtInPresets[1]!.options, onConflict: 'skip', place: 'fixed', folder: '/out' }
  expect(storedPresetOptionsSchema.parse(upgradeExportOptions(stored))).toEqual(stored)
  expect(settingsSchema.safeParse({ exportOptions: 7 }).success).toBe(false)
})

it('has valid built-in presets with unique ids', () => {
  for (const preset of builtInPresets) expect(exportPresetSchema.parse(preset)).toEqual(preset)
  expect(new Set(builtInPresets.map(({ id }) => id)).size).toBe(builtInPresets.length)
})

const longest = (px: number, mayEnlarge = false): ExportSize => ({ by: 'longest', px, mayEnlarge })

it.each<[number, number, ExportSize, number, number]>([
  [4000, 3000, { by: 'original' }, 4000, 3000],
  [4000, 3000, longest(2000), 2000, 1500],
  [3000, 4000, longest(1000), 750, 1000],
  [800, 600, longest(5000), 800, 600],
  [800, 600, longest(1600, true), 1600, 1200],
  [16_384, 3, longest(100), 100, 1],
  [1, 1, longest(1), 1, 1],
  [4000, 3000, { by: 'width', px: 400, mayEnlarge: false }, 400, 300],
  [4000, 3000, { by: 'height', px: 300, mayEnlarge: false }, 400, 300],
  [4000, 3000, { by: 'percent', percent: 12.5, mayEnlarge: false }, 500, 375],
  [400, 300, { by: 'percent', percent: 300, mayEnlarge: false }, 400, 300],
  [400, 300, { by: 'percent', percent: 300, mayEnlarge: true }, 1200, 900],
  [4000, 3000, { by: 'megapixels', megapixels: 3, mayEnlarge: false }, 2000, 1500],
  [400, 8000, { by: 'width', px: 16_000, mayEnlarge: true }, 819, 16_384],
])('%i × %i as %o is %i × %i', (widthPx, heightPx, exportSize, w, h) => {
  expect(exportedSize({ widthPx, heightPx }, exportSize)).toEqual({ widthPx: w, heightPx: h })
})
