import { expect, it } from 'vitest'
import { partDuplicates, type FingerprintColors } from './part-duplicates.ts'

const part = (fingerprints: Readonly<Record<string, readonly [colors: string, founder: string]>>) =>
  partDuplicates(Object.keys(fingerprints), (id): FingerprintColors => {
    const [colors, founder] = fingerprints[id]!
    return { colors: new Set(colors.split(',').filter(Boolean)), founder }
  })

it('does not group images of different colors, however similar their structure', () => {
  expect(part({ red: ['grey,red', 'a'], blue: ['grey,blue', 'b'] })).toEqual([])
  expect(part({ red: ['grey,red', 'a'], blue: ['grey,blue', 'b'], again: ['red,grey', 'c'] })).toEqual([
    ['red', 'again'],
  ])
  // After recompression a color may fall below the threshold.
  expect(part({ whole: ['grey,red,green', 'a'], again: ['red,grey', 'b'] })).toEqual([['whole', 'again']])
})

it('does not group an image only with images made from it', () => {
  expect(part({ original: ['grey', 'a'], edit: ['grey', 'a'], other: ['grey', 'a'] })).toEqual([])
  expect(part({ original: ['grey', 'a'], edit: ['grey', 'a'], copy: ['grey', 'b'] })).toEqual([['original', 'copy']])
})
