import { describe, expect, it } from 'vitest'
import { readRectangle } from './read-rectangle.ts'

const image = { widthPx: 600, heightPx: 400 }
const fine = { x: '590', y: ' 0 ', widthPx: '10', heightPx: '400' }

describe('readRectangle', () => {
  it('accepts whole numbers within the image', () => {
    expect(readRectangle(fine, image).rect).toEqual({ x: 590, y: 0, widthPx: 10, heightPx: 400 })
  })

  it.each([
    ['x', '600', 'Enter a whole number from 0 to 599.'],
    ['y', '-1', 'Enter a whole number from 0 to 399.'],
    ['widthPx', '11', 'Enter a whole number from 1 to 10.'],
    ['widthPx', '2.5', 'Enter a whole number from 1 to 10.'],
    ['heightPx', '', 'Enter a whole number from 1 to 400.'],
    ['heightPx', 'all', 'Enter a whole number from 1 to 400.'],
  ])('describes the problem of %s = %j', (field, text, words) => {
    const { rect, problems } = readRectangle({ ...fine, [field]: text }, image)
    expect(rect).toBeNull()
    expect(problems).toMatchObject({ [field]: words })
  })
})
