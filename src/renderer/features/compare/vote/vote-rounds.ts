import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { tilesMost } from '../create-compare-store.ts'

/** One question: which of these is the best? In the order they are shown in. */
export type VoteRound = readonly AssetId[]
export type VoteManner = 'pairs' | 'all'

/** More questions than that nobody answers in one go. */
export const roundsMost = 100

/** Pictures that were asked for with the same words, where there are at least two. What has no words is left out. */
export function groupByPrompt(assets: readonly Asset[]): readonly (readonly AssetId[])[] {
  const groups = new Map<string, AssetId[]>()
  for (const { id, recipe } of assets) {
    const words = recipe.prompt?.trim().replace(/\s+/g, ' ').toLowerCase() ?? ''
    if (words === '') continue
    groups.set(words, [...(groups.get(words) ?? []), id])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** @param random from 0 to below 1, as `Math.random` */
export function roundsOf(
  groups: readonly (readonly AssetId[])[],
  manner: VoteManner,
  random: () => number,
): readonly VoteRound[] {
  const rounds = groups.flatMap((group) => (manner === 'pairs' ? pairsOf(group) : portionsOf(shuffled(group, random))))
  return shuffled(rounds, random)
    .slice(0, roundsMost)
    .map((round) => shuffled(round, random))
}

function pairsOf(group: readonly AssetId[]): VoteRound[] {
  return group.flatMap((one, at) => group.slice(at + 1).map((other) => [one, other]))
}

/** As many at once as the screen holds, none alone. */
function portionsOf(group: readonly AssetId[]): VoteRound[] {
  const count = Math.ceil(group.length / tilesMost)
  const size = Math.ceil(group.length / count)
  const portions = Array.from({ length: count }, (_, at) => group.slice(at * size, (at + 1) * size))
  return portions.filter((portion) => portion.length > 1)
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items]
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[result[at], result[other]] = [result[other]!, result[at]!]
  }
  return result
}
