import type { Recipe } from '../../shared/domain/asset.ts'

const madeEnding = / (?:fill) [0-9a-f]{4,8}$/

/**
 * The name of a picture made from another: the first picture's name, what was done last, and the seed, for example
 * `coffee fill 3fa2`. What was done before is told by the lineage, not by an ever longer name.
 */
export function resultName(parentName: string, { operation, seed }: Pick<Recipe, 'operation' | 'seed'>): string {
  const first = parentName.replace(madeEnding, '')
  return seed === null ? `${first} ${operation}` : `${first} ${operation} ${seed.toString(16).padStart(4, '0')}`
}
