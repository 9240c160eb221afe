import { expect, it } from 'vitest'
import { readRanges, writeRanges } from './number-ranges.ts'

it('numbers in a row are written as a range', () => {
  expect(writeRanges([7, 3, 1, 2])).toBe('1-3,7')
  expect(writeRanges([])).toBe('')
})

it('ranges are read again', () => {
  expect(readRanges('1-3,7')).toEqual([1, 2, 3, 7])
  expect(readRanges('')).toEqual([])
})
