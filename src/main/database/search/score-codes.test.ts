import { describe, expect, it } from 'vitest'
import { createChance } from '../../../../test/support/chance.ts'
import { createCodeStore, tableLength, tableMax } from './score-codes.ts'

const chance = createChance(5)

function buildTables(bytes: number): Int8Array {
  return Int8Array.from({ length: bytes * tableLength }, () => chance(2 * tableMax + 1) - tableMax)
}

function sumOf(code: Uint8Array, tables: Int8Array): number {
  return code.reduce(
    (sum, value, byte) =>
      sum + tables[byte * tableLength + (value & 15)]! + tables[byte * tableLength + 16 + (value >> 4)]!,
    0,
  )
}

describe('createCodeStore', () => {
  // CLIP base has 128 bytes per code, SigLIP 2 so400m 288.
  it.each([1, 16, 128, 288])(
    'scores codes of %i bytes exactly, in any order of numbers, also after it has grown',
    (bytes) => {
      const store = createCodeStore(bytes)
      const codes = new Map<number, Uint8Array>()
      const put = (number: number) => {
        const code = Uint8Array.from({ length: bytes }, () => chance(256))
        codes.set(number, code)
        store.put(number, code)
      }
      const expectScores = (count: number) => {
        // No sum may leave 16 bits: with 288 bytes the largest possible one would.
        const tables = buildTables(bytes).map((value) => (bytes > 256 ? Math.trunc(value / 2) : value))
        const scores = store.score(tables, count)
        expect(scores).toHaveLength(count)
        for (const [number, code] of codes) expect(scores[number]).toBe(sumOf(code, tables))
      }
      for (const number of [0, 15, 16, 3]) put(number)
      expectScores(17)
      for (let number = 0; number < 3000; number += 7) put(number)
      expectScores(3000)
      put(21)
      expectScores(3000)
      expect(store.read(21, bytes - 1)).toBe(codes.get(21)!.at(-1))
    },
  )

  it('keeps signed sums at both ends of 16 bits', () => {
    const store = createCodeStore(256)
    store.put(0, new Uint8Array(256).fill(0xff))
    store.put(9, new Uint8Array(256))
    const tables = new Int8Array(256 * tableLength)
    for (let half = 0; half < 512; half++) {
      tables[half * 16 + 15] = tableMax
      tables[half * 16] = -tableMax
    }
    const scores = store.score(tables, 10)
    expect([scores[0], scores[9]]).toEqual([512 * tableMax, -512 * tableMax])
  })

  it('has no scores without codes, and none for codes without bytes', () => {
    expect(createCodeStore(8).score(new Int8Array(8 * tableLength), 0)).toHaveLength(0)
    expect(createCodeStore(0).score(new Int8Array(0), 3)).toHaveLength(3)
  })
})
