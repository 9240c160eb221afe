import { expect, it } from 'vitest'
import { exportPresetSchema, storedPresetOptionsSchema } from './export-options.ts'
import { builtInPresets } from './export-presets.ts'
import { upgradeExportOptions, settingsSchema } from './settings.ts'

it('takes over what an older program kept', () => {
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

it('leaves what it knows as it is', () => {
  const own = { ...builtInPresets[1]!.options, onConflict: 'skip', place: 'fixed', folder: '/out' }
  expect(storedPresetOptionsSchema.parse(upgradeExportOptions(own))).toEqual(own)
  expect(settingsSchema.safeParse({ exportOptions: 7 }).success).toBe(false)
})

it('every built-in preset is one', () => {
  for (const preset of builtInPresets) expect(exportPresetSchema.parse(preset)).toEqual(preset)
  expect(new Set(builtInPresets.map(({ id }) => id)).size).toBe(builtInPresets.length)
})
