import { expect, it } from 'vitest'
import { exportPresetSchema, storedPresetOptionsSchema } from './export-options.ts'
import { builtInPresets } from './export-presets.ts'
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
