import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { sampleAsset } from '../../../../../test/support/window/sample-records.ts'
import { groupByPrompt, roundsMost, roundsOf } from './vote-rounds.ts'

const id = (at: number) => String(at).padStart(26, '0') as AssetId
const ids = (count: number) => Array.from({ length: count }, (_, at) => id(at))

function made(at: number, prompt: string | null) {
  const asset = sampleAsset(at)
  return { ...asset, recipe: { ...asset.recipe, prompt } }
}

describe('rounds of a blind vote', () => {
  it('compare every image with every other exactly once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.func(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (count, of) => {
          let step = 0
          const rounds = roundsOf([ids(count)], 'pairs', () => of((step += 1)))
          const keys = rounds.map((round) => round.toSorted().join())
          expect(new Set(keys).size).toBe((count * (count - 1)) / 2)
          expect(rounds.every((round) => round.length === 2)).toBe(true)
        },
      ),
    )
  })

  it('show all images of a group at once, at most nine and never a single one', () => {
    const sizes = [2, 9, 10, 19].map((count) => roundsOf([ids(count)], 'all', Math.random).map(({ length }) => length))
    expect(sizes.map((each) => each.toSorted((a, b) => a - b))).toEqual([[2], [9], [5, 5], [5, 7, 7]])
  })

  it('are limited in number', () => {
    expect(roundsOf([ids(40)], 'pairs', Math.random)).toHaveLength(roundsMost)
  })

  it('group images by the same prompt', () => {
    const groups = groupByPrompt([
      made(1, 'A red kite'),
      made(2, ' a  red kite '),
      made(3, 'A blue kite'),
      made(4, null),
      made(5, null),
    ])
    expect(groups).toEqual([[sampleAsset(1).id, sampleAsset(2).id]])
  })
})
