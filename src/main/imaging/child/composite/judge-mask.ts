import type { MaskVerdict } from '../../../../shared/domain/edit.ts'
import type { ComparedColors } from './compare-colors.ts'
import { applyMatch, type ColorMatch } from './match-colors.ts'
import type { Oklab } from './oklab.ts'
import type { Overview } from './overview.ts'

/** OKLab distance that neither compression nor noise nor a shift of all colors makes of a pixel of the overview. */
const substantial = 0.05
/** A model that repaints more than this share of what it was to keep has not kept the mask. */
const ignoredShare = 0.2
/** What was to be repainted is as it was where it differs by less than this on average, and hardly anywhere by more … */
const sameMean = 0.012
const sameDistance = 0.04
/** … than this share of it: a small thing that is gone is still an edit. */
const sameShare = 0.002
const keptPixelsMin = 24
const insideFrom = 0.5

/**
 * What a model made of the mask, by its raw answer in its place, colors matched as a whole.
 * @param kept see `keptWeights`
 */
export function judgeMask(
  overview: Overview,
  colors: ComparedColors,
  match: ColorMatch,
  kept: Float32Array,
): MaskVerdict {
  const outside = tally(colors, match, (n) => kept[n]! > 0.5, substantial)
  if (outside.count >= keptPixelsMin && outside.above > ignoredShare * outside.count) return 'ignored'
  const inside = tally(colors, match, (n) => overview.inside[n]! >= insideFrom, sameDistance)
  if (inside.count > 0 && inside.mean < sameMean && inside.above <= sameShare * inside.count) return 'nothing'
  return outside.count >= keptPixelsMin ? 'kept' : 'unknown'
}

interface Tally {
  readonly count: number
  readonly mean: number
  /** How many are farther away than the limit. */
  readonly above: number
}

function tally(
  { source, answer, visible }: ComparedColors,
  match: ColorMatch,
  counts: (n: number) => boolean,
  limit: number,
): Tally {
  let [count, sum, above] = [0, 0, 0]
  const lab: Oklab = { lightness: 0, a: 0, b: 0 }
  for (let n = 0; n < visible.length; n++) {
    if (visible[n] === 0 || !counts(n)) continue
    lab.lightness = answer[0][n]!
    lab.a = answer[1][n]!
    lab.b = answer[2][n]!
    applyMatch(match, 1, lab)
    const [x, y, z] = [lab.lightness - source[0][n]!, lab.a - source[1][n]!, lab.b - source[2][n]!]
    const distance = Math.sqrt(x * x + y * y + z * z)
    count++
    sum += distance
    if (distance > limit) above++
  }
  return { count, mean: count === 0 ? 0 : sum / count, above }
}
