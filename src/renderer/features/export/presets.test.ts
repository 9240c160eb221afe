import { describe, expect, it } from 'vitest'
import { builtInPresets, defaultExportOptions } from '../../../shared/domain/export-presets.ts'
import { allPresets, freeName, isBuiltIn, isSameExport, movedBy, presetFor } from './presets.ts'

const own = ['a', 'b', 'c'].map((id) => ({
  id,
  name: id.toUpperCase(),
  options: { ...defaultExportOptions, quality: id.charCodeAt(0) - 90 },
}))

describe('presets', () => {
  it('are those that come with it, then the own ones', () => {
    expect(allPresets(own).map(({ id }) => id)).toEqual(['png', 'web', 'print', 'share', 'a', 'b', 'c'])
    expect([isBuiltIn('png'), isBuiltIn('a')]).toEqual([true, false])
  })

  it('are found by id, else by what they say', () => {
    const presets = allPresets(own)
    expect(presetFor(presets, { id: 'b', options: defaultExportOptions })?.id).toBe('b')
    expect(presetFor(presets, { id: 'gone', options: builtInPresets[1]!.options })?.id).toBe('web')
    expect(presetFor(presets, { id: null, options: { ...defaultExportOptions, quality: 33 } })).toBeNull()
  })

  it('say the same in whatever order their fields are', () => {
    const { quality, ...rest } = defaultExportOptions
    expect(isSameExport({ ...rest, quality }, defaultExportOptions)).toBe(true)
    expect(isSameExport({ ...rest, quality: 3 }, defaultExportOptions)).toBe(false)
  })

  it('are called differently and moved among themselves', () => {
    expect(freeName(own, 'a ')).toBe('a 2')
    expect(freeName(own, 'New')).toBe('New')
    expect(movedBy(own, 'c', -1).map(({ id }) => id)).toEqual(['a', 'c', 'b'])
    expect(movedBy(own, 'a', -1)).toBe(own)
  })
})
