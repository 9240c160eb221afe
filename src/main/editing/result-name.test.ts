import { describe, expect, it } from 'vitest'
import { resultName } from './result-name.ts'

describe('resultName', () => {
  it.each([
    ['coffee', 'coffee filled'],
    ['coffee filled', 'coffee filled 2'],
    ['coffee filled 2', 'coffee filled 3'],
    ['coffee filled 9 ', 'coffee filled 9  filled'],
    ['filled', 'filled filled'],
    ['', ' filled'],
    ['two\nlines filled', 'two\nlines filled 2'],
  ])('calls what was made of %j %j', (parent, name) => {
    expect(resultName(parent, 'fill')).toBe(name)
  })
})
