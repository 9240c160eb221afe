import type { Recipe } from '../../shared/domain/asset.ts'
import type { Seed } from '../../shared/domain/seed.ts'

const seededEnding = / (?:fill|edit|expand) [0-9a-f]{4,16}$/
/** Of a result without a known seed. On an imported picture these words are the person's own. */
const bareEnding = / (?:edit|merge)$/

interface Parent {
  readonly name: string
  readonly recipe: Pick<Recipe, 'operation'>
}

/**
 * What a result is called: the first picture's name, what was done last and the seed where it is known, for example
 * `coffee fill 3fa2`. What was done before is told by the lineage, not by an ever longer name.
 */
export function resultName(
  { name, recipe }: Parent,
  made: { readonly operation: 'fill' | 'edit' | 'expand' | 'merge'; readonly seed: Seed | null },
): string {
  const unseeded = name.replace(seededEnding, '')
  const base = recipe.operation === 'import' ? unseeded : unseeded.replace(bareEnding, '')
  const seed = made.seed === null ? '' : ` ${BigInt(made.seed).toString(16).padStart(4, '0')}`
  return `${base} ${made.operation}${seed}`
}
