import { describe, expect, it } from 'vitest'
import { resultName } from './result-name.ts'

describe('resultName', () => {
  it.each([
    ['coffee', 0x3fa2, 'coffee fill 3fa2'],
    ['coffee fill 3fa2', 7, 'coffee fill 0007'],
    ['coffee fill ffffffff', 0xffffffff, 'coffee fill ffffffff'],
    ['landfill 12', 1, 'landfill 12 fill 0001'],
    ['fill 1234', 1, 'fill 1234 fill 0001'],
  ])('calls what was made of %j with seed %i %j', (parent, seed, name) => {
    expect(resultName(parent, { operation: 'fill', seed })).toBe(name)
  })
})
