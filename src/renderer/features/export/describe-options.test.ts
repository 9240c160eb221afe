import { expect, it } from 'vitest'
import { builtInPresets, defaultExportOptions } from '../../../shared/domain/export-options.ts'
import { describeOptions, describeSize } from './describe-options.ts'

it('summarizes export options in one line', () => {
  expect(builtInPresets.map(({ options }) => describeOptions(options))).toEqual([
    'PNG · with recipe',
    'JPEG · quality 85 · longest side 2,048 px · sharpened for screen · sRGB · with recipe',
    'TIFF · 16 bit · sharpened for print · with recipe',
    'JPEG · quality 90 · sRGB · AI label only',
  ])
  expect(describeOptions({ ...defaultExportOptions, format: 'avif', isLossless: true, metadata: 'none' })).toBe(
    'AVIF · lossless · no metadata',
  )
  expect(describeOptions({ ...defaultExportOptions, credentials: 'sign' })).toBe('PNG · with recipe · signed')
  expect(describeOptions({ ...defaultExportOptions, format: 'original' })).toContain('Original file, unchanged')
  expect(describeOptions({ ...defaultExportOptions, format: 'original', metadata: 'none' })).toContain(
    'without metadata',
  )
})

it('describes a size rule', () => {
  expect(describeSize({ by: 'percent', percent: 50, mayEnlarge: false })).toBe('50%')
  expect(describeSize({ by: 'megapixels', megapixels: 2, mayEnlarge: false })).toBe('2 megapixels')
  expect(describeSize({ by: 'width', px: 800, mayEnlarge: false })).toBe('800 px wide')
})
