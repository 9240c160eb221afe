import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { tilesMost } from '../create-compare-store.ts'

/** One question: which of these is best? In display order. */
export type VoteRound = readonly AssetId[]
export type VoteManner = 'pairs' | 'all'

/** More questions than this are not answered in one sitting. */
export const roundsMost = 100

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

/** @param random 0 inclusive to 1 exclusive, like `Math.random` */
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
