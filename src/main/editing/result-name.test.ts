import { describe, expect, it } from 'vitest'
import { resultName } from './result-name.ts'

describe('resultName', () => {
  it.each([
    ['coffee', 0x3fa2, 'coffee fill 3fa2'],
    ['coffee fill 3fa2', 7, 'coffee fill 0007'],
    ['coffee fill ffffffff', 0xffffffff, 'coffee fill ffffffff'],
    ['coffee fill ffffffffffffffff', '18446744073709551615', 'coffee fill ffffffffffffffff'],
    ['landfill 12', 1, 'landfill 12 fill 0001'],
    ['fill 1234', 1, 'fill 1234 fill 0001'],
  ])('calls what was made of %j with seed %i %j', (parent, seed, name) => {
    expect(resultName({ name: parent, recipe: { operation: 'import' } }, { operation: 'fill', seed })).toBe(name)
  })

  it.each([
    ['coffee', 'import', 0x3fa2, 'coffee edit 3fa2'],
    ['coffee fill 3fa2', 'fill', null, 'coffee edit'],
    ['coffee edit', 'edit', null, 'coffee edit'],
    ['coffee edit', 'edit', 7, 'coffee edit 0007'],
    ['second edit', 'import', null, 'second edit edit'],
  ] as const)('calls an edit of %j (%s) with seed %s %j', (name, operation, seed, expected) => {
    expect(resultName({ name, recipe: { operation } }, { operation: 'edit', seed })).toBe(expected)
  })
})
