import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Judgment } from '../../../../shared/domain/comparison.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { sampleAsset } from '../../../../../test/support/window/sample-records.ts'
import { pairsToSort } from './sort-by-votes.ts'
import { groupByPrompt, planVote, roundsMost, type VoteRound } from './vote-rounds.ts'

const id = (at: number) => String(at).padStart(26, '0') as AssetId
const ids = (count: number) => Array.from({ length: count }, (_, at) => id(at))

function made(at: number, prompt: string | null) {
  const asset = sampleAsset(at)
  return { ...asset, recipe: { ...asset.recipe, prompt } }
}

const never = () => null
const models = (each: AssetId) => `model ${Number(each) % 2}`
const skipped = { round: [], judgments: [] }

describe('rounds of a blind vote', () => {
  it('ask only pairs, each once, and none of the same model where several made the images', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (count, chance) => {
          const random = () => chance.next().value
          const { total, next } = planVote([ids(count)], 'pairs', models, random)
          const answers: { round: VoteRound; judgments: Judgment[] }[] = []
          for (let round = next(answers); round !== null; round = next(answers)) {
            const [winnerId, loserId] = random() < 0.5 ? round : round.toReversed()
            answers.push({ round, judgments: [{ winnerId: winnerId!, loserId: loserId!, isTie: false }] })
          }
          expect(total).toBe(pairsToSort(count))
          expect(answers.every(({ round }) => round.length === 2 && models(round[0]!) !== models(round[1]!))).toBe(true)
          expect(new Set(answers.map(({ round }) => round.toSorted().join())).size).toBe(answers.length)
        },
      ),
    )
  })

  it('compare the images of one model, as nothing else is there', () => {
    expect(planVote([ids(3)], 'pairs', () => 'the same', Math.random).next([])).toHaveLength(2)
  })

  it('show all images of a group at once, at most nine and never a single one', () => {
    const sizes = [2, 9, 10, 19].map((count) => {
      const plan = planVote([ids(count)], 'all', never, Math.random)
      return Array.from(
        { length: plan.total },
        (_, at) => plan.next(Array.from({ length: at }, () => skipped))?.length ?? 0,
      )
    })
    expect(sizes.map((each) => each.toSorted((a, b) => a - b))).toEqual([[2], [9], [5, 5], [5, 7, 7]])
  })

  it('are limited in number', () => {
    expect(planVote([ids(40)], 'pairs', never, Math.random).total).toBe(roundsMost)
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
