import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seedSchema } from './generation.ts'
import { addToSeed, toSeed, wrapSeed } from './seed.ts'

const bits64 = fc.bigInt(0n, 2n ** 64n - 1n)

describe('a seed', () => {
  it.each([
    ['0', 0],
    [' 4294967296 ', 4_294_967_296],
    ['00042', 42],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '9007199254740993'],
    ['18446744073709551615', '18446744073709551615'],
    ['18446744073709551616', null],
    ['-1', null],
    ['1.5', null],
    ['', null],
    ['seven', null],
    [7, 7],
    [1.5, null],
    [-1, null],
    // May already have been rounded.
    [2 ** 53, null],
    [Number.NaN, null],
    [null, null],
    [['5'], null],
  ])('from %j is %j', (value, seed) => {
    expect(toSeed(value)).toBe(seed)
  })

  it('keeps every digit, in one form, also through JSON', () => {
    fc.assert(
      fc.property(bits64, (value) => {
        const seed = toSeed(String(value))!
        expect(BigInt(seed)).toBe(value)
        expect(seedSchema.parse(JSON.parse(JSON.stringify(seed)))).toBe(seed)
        expect(seedSchema.safeParse(typeof seed === 'number' ? String(seed) : Number(seed)).success).toBe(false)
      }),
    )
  })

  it('is incremented exactly and wraps from the largest to 0', () => {
    fc.assert(
      fc.property(bits64, fc.nat(1_000), (value, count) => {
        expect(BigInt(addToSeed(toSeed(String(value))!, count))).toBe((value + BigInt(count)) % 2n ** 64n)
      }),
    )
  })

  it('is wrapped into the range of a model and kept if it fits', () => {
    expect(wrapSeed(7, 100)).toBe(7)
    expect(wrapSeed(101, 100)).toBe(0)
    expect(wrapSeed('18446744073709551615', 0xffffffff)).toBe(0xffffffff)
    expect(wrapSeed('9007199254740993', Number.MAX_SAFE_INTEGER)).toBe(1)
  })
})
