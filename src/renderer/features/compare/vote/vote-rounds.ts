import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Judgment } from '../../../../shared/domain/comparison.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { tilesMost } from '../create-compare-store.ts'
import { pairsToSort, sortByVotes, type PairVerdict } from './sort-by-votes.ts'

/** One question: which of these is best? In display order. */
export type VoteRound = readonly AssetId[]
export type VoteManner = 'pairs' | 'all'
type Groups = readonly (readonly AssetId[])[]

/** More questions than this are not answered in one sitting. */
export const roundsMost = 100

/** What was asked and answered. */
interface AnsweredRound {
  readonly round: VoteRound
  /** Empty = skipped. */
  readonly judgments: readonly Judgment[]
}

/** The questions of a vote, each of which may depend on the answers before it. */
export interface VotePlan {
  /** Questions at most. */
  readonly total: number
  /** null = nothing is left to ask. */
  next(answers: readonly AnsweredRound[]): VoteRound | null
  /** All images, best first; null = not known from pairs. */
  order(answers: readonly AnsweredRound[]): readonly AssetId[] | null
}

/** Groups images by identical prompt, two or more each. Images without a prompt are left out. */
export function groupByPrompt(assets: readonly Asset[]): readonly (readonly AssetId[])[] {
  const groups = new Map<string, AssetId[]>()
  for (const { id, recipe } of assets) {
    const prompt = recipe.prompt?.trim().replace(/\s+/g, ' ').toLowerCase() ?? ''
    if (prompt === '') continue
    groups.set(prompt, [...(groups.get(prompt) ?? []), id])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** What made an image, by its recipe; null = no model. Two images of the same one say nothing of models. */
export function makerOf(asset: Asset | null | undefined): string | null {
  const { provider = null, model = null } = asset?.recipe ?? {}
  return provider === null ? null : `${provider}\n${model ?? ''}`
}

/**
 * @param makerOfId as `makerOf`: of a group with several models, no pair of the same model is asked
 * @param random 0 inclusive to 1 exclusive, like `Math.random`
 */
export function planVote(
  groups: Groups,
  manner: VoteManner,
  makerOfId: (id: AssetId) => string | null,
  random: () => number,
): VotePlan {
  return manner === 'pairs' ? planPairs(groups, makerOfId, random) : planPortions(groups, random)
}

function planPairs(given: Groups, makerOfId: (id: AssetId) => string | null, random: () => number): VotePlan {
  const groups = shuffled(
    given.filter(({ length }) => length > 1).map((group) => shuffled(group, random)),
    random,
  )
  const countsFor = groups.map((group) => {
    const areAllAlike = new Set(group.map(makerOfId)).size === 1
    return (one: AssetId, other: AssetId) =>
      areAllAlike || makerOfId(one) === null || makerOfId(one) !== makerOfId(other)
  })
  const sorted = (answers: readonly AnsweredRound[]) => {
    const verdicts = verdictsOf(answers)
    return groups.map((group, at) => sortByVotes(group, (...pair) => verdicts.get(pair.join()) ?? null, countsFor[at]!))
  }
  return {
    total: Math.min(
      roundsMost,
      groups.reduce((sum, { length }) => sum + pairsToSort(length), 0),
    ),
    next(answers) {
      if (answers.length >= roundsMost) return null
      const all = sorted(answers)
      // Groups take turns, so that no image is seen twice in a row where that can be avoided.
      const inTurn = all.map((_, at) => all[(at + answers.length) % all.length]!)
      const next = inTurn.find((each) => each.next !== null)?.next ?? null
      return next === null ? null : shuffled(next, random)
    },
    order: (answers) =>
      sorted(answers)
        .flatMap(({ order }) => order.map((id, at) => ({ id, place: (at + 0.5) / order.length })))
        .toSorted((a, b) => a.place - b.place)
        .map(({ id }) => id),
  }
}

function verdictsOf(answers: readonly AnsweredRound[]): ReadonlyMap<string, PairVerdict> {
  const verdicts = new Map<string, PairVerdict>()
  for (const { round, judgments } of answers) {
    const [one, other] = round
    const [judgment] = judgments
    if (one === undefined || other === undefined) continue
    const isEven = judgment === undefined || judgment.isTie
    verdicts.set(`${one},${other}`, isEven ? 'even' : judgment.winnerId === one ? 'first' : 'second')
    verdicts.set(`${other},${one}`, isEven ? 'even' : judgment.winnerId === one ? 'second' : 'first')
  }
  return verdicts
}

function planPortions(groups: Groups, random: () => number): VotePlan {
  const rounds = shuffled(
    groups.flatMap((group) => portionsOf(shuffled(group, random))),
    random,
  )
    .slice(0, roundsMost)
    .map((round) => shuffled(round, random))
  return { total: rounds.length, next: (answers) => rounds[answers.length] ?? null, order: () => null }
}

/** Splits into groups as large as the screen holds, none with a single image. */
function portionsOf(group: readonly AssetId[]): VoteRound[] {
  const count = Math.ceil(group.length / tilesMost)
  const size = Math.ceil(group.length / count)
  const portions = Array.from({ length: count }, (_, at) => group.slice(at * size, (at + 1) * size))
  return portions.filter((portion) => portion.length > 1)
}

/** Fisher–Yates shuffle. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items]
  for (let index = result.length - 1; index > 0; index--) {
    const swapIndex = Math.floor(random() * (index + 1))
    ;[result[index], result[swapIndex]] = [result[swapIndex]!, result[index]!]
  }
  return result
}
