import { describe, expect, it } from 'vitest'
import { builtInPresets, defaultExportOptions } from '../../../shared/domain/export-options.ts'
import { readExportOptions } from './export-flags.ts'

const read = (values: Parameters<typeof readExportOptions>[0]) => readExportOptions(values, builtInPresets)

describe('readExportOptions', () => {
  it('returns the defaults without flags', () => {
    expect(read({})).toEqual(defaultExportOptions)
  })

  it('starts from a preset, by name or id, and applies other flags to it', () => {
    expect(read({ preset: 'print (tiff 16 BIT)' })).toEqual(builtInPresets[2]!.options)
    expect(read({ preset: 'web', quality: '70', metadata: 'label' })).toEqual({
      ...builtInPresets[1]!.options,
      quality: 70,
      metadata: 'label',
    })
    expect(() => read({ preset: 'wep' })).toThrow('There is no preset named “wep”')
  })

  it('accepts one size and enlarges only on request', () => {
    expect(read({ longest: '800' }).size).toEqual({ by: 'longest', px: 800, mayEnlarge: false })
    expect(read({ percent: '12.5', enlarge: true }).size).toEqual({ by: 'percent', percent: 12.5, mayEnlarge: true })
    expect(() => read({ width: '1', height: '2' })).toThrow('--width cannot be used with --height')
  })

  it('checks values and maps switches', () => {
    expect(() => read({ profile: 'cmyk' })).toThrow('--profile must be one of original, srgb, display-p3')
    expect([read({}).credentials, read({ sign: true }).credentials]).toEqual(['none', 'sign'])
    expect(read({ 'no-recipe': true, force: true })).toMatchObject({ metadata: 'none', onConflict: 'replace' })
  })
})
