import { describe, expect, it } from 'vitest'
import { builtInPresets, defaultExportOptions } from '../../../shared/domain/export-options.ts'
import { allPresets, freeName, isBuiltIn, isSameExport, movedBy, presetFor } from './presets.ts'

const custom = ['a', 'b', 'c'].map((id) => ({
  id,
  name: id.toUpperCase(),
  options: { ...defaultExportOptions, quality: id.charCodeAt(0) - 90 },
}))

describe('presets', () => {
  it('lists built-in presets before custom ones', () => {
    expect(allPresets(custom).map(({ id }) => id)).toEqual(['png', 'web', 'print', 'share', 'a', 'b', 'c'])
    expect([isBuiltIn('png'), isBuiltIn('a')]).toEqual([true, false])
  })

  it('finds a preset by id, else by equal options', () => {
    const presets = allPresets(custom)
    expect(presetFor(presets, { id: 'b', options: defaultExportOptions })?.id).toBe('b')
    expect(presetFor(presets, { id: 'gone', options: builtInPresets[1]!.options })?.id).toBe('web')
    expect(presetFor(presets, { id: null, options: { ...defaultExportOptions, quality: 33 } })).toBeNull()
  })

  it('compares options regardless of field order', () => {
    const { quality, ...rest } = defaultExportOptions
    expect(isSameExport({ ...rest, quality }, defaultExportOptions)).toBe(true)
    expect(isSameExport({ ...rest, quality: 3 }, defaultExportOptions)).toBe(false)
  })

  it('makes names unique and reorders custom presets', () => {
    expect(freeName(custom, 'a ')).toBe('a 2')
    expect(freeName(custom, 'New')).toBe('New')
    expect(movedBy(custom, 'c', -1).map(({ id }) => id)).toEqual(['a', 'c', 'b'])
    expect(movedBy(custom, 'a', -1)).toBe(custom)
  })
})
